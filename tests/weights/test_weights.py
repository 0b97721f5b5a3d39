"""ImageNet weights: fetched whole or not at all, from where an attempt broke off, checked, and poured into a network one wrote oneself.

A small network of torchvision's with made-up weights stands behind a server on this machine; nothing leaves it.
"""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import torch
from proof import scramble
from torch import nn
from torch.nn import functional
from torchvision import models as torchvision_models

from convnets import models, weights
from convnets.weights import pouring, published

NAME = "squeezenet1_1"  # 5 MB, the smallest that has ordinary layers


class Server:
    """Serves one file, with ranges; `breaks` is after how many bytes it hangs up."""

    def __init__(self, content):
        self.content, self.asked, self.breaks, self.status = content, [], None, None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                wanted = self.headers.get("Range")
                outer.asked.append(wanted)
                start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
                if outer.status or start >= len(outer.content):
                    self.send_error(outer.status or 416)
                    return
                self.send_response(206 if wanted else 200)
                self.send_header("Content-Length", str(len(outer.content) - start))
                self.end_headers()
                self.wfile.write(outer.content[start : outer.breaks])

            def log_message(self, *_):
                pass

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture(scope="module")
def theirs():
    return scramble(torchvision_models.squeezenet1_1()).eval()


@pytest.fixture(scope="module")
def content(theirs, tmp_path_factory):
    file = tmp_path_factory.mktemp("made") / "weights.pth"
    torch.save(theirs.state_dict(), file)
    return file.read_bytes()


@pytest.fixture
def server(content, monkeypatch, tmp_path):
    monkeypatch.setenv("CONVNETS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.setattr(torch.hub, "_hub_dir", None)
    made = Server(content)
    url = f"http://127.0.0.1:{made.http.server_port}/{NAME}-{hashlib.sha256(content).hexdigest()[:8]}.pth"
    monkeypatch.setattr(published, "_source", lambda name, version: weights.Source(name, version, url, len(content) / 1e6))
    yield made
    made.close()


def test_weights_are_fetched_once_and_give_torchvisions_outputs(server, theirs):
    net = torchvision_models.squeezenet1_1()
    assert weights.load(net, NAME) is net and not net.training
    weights.load(torchvision_models.squeezenet1_1(), NAME)
    assert server.asked == [None] and weights.find(NAME).parent == weights.folder()
    x = torch.randn(1, 3, 64, 64)
    assert torch.equal(net(x), theirs(x))


def test_a_broken_download_goes_on_where_it_ended(server, content):
    server.breaks = 3_000_000
    with pytest.raises(weights.WeightsMissing, match="broke after 3,000,000 of .* bytes.* What has arrived is kept in .*part"):
        weights.fetch(NAME)
    assert weights.find(NAME) is None
    server.breaks = None
    assert weights.fetch(NAME).read_bytes() == content
    assert server.asked == [None, "bytes=3000000-"]
    assert [file.name for file in weights.folder().iterdir()] == [weights.find(NAME).name]


def test_a_part_that_is_whole_is_taken_as_it_is(server, content):
    """The last byte had come when the program was killed."""
    weights.folder().mkdir(parents=True)
    source = published._source(NAME, weights.VERSION)
    source.path.with_name(source.file + ".part").write_bytes(content)
    assert weights.fetch(NAME).read_bytes() == content


def test_another_file_than_promised_is_removed(server, content):
    server.content = content[:-1] + b"?"
    with pytest.raises(weights.WeightsError, match="not the file it should be: its SHA-256 begins with"):
        weights.fetch(NAME)
    assert not list(weights.folder().iterdir())


def test_without_a_network_one_line_says_what_to_do(server):
    server.close()
    with pytest.raises(ConnectionError) as missing:
        weights.load(nn.Linear(1, 1), NAME)
    said = str(missing.value)
    assert "\n" not in said and "refused" in said and str(weights.folder()) in said and f"/{NAME}-" in said
    with pytest.raises(ConnectionError, match="not here. download=True fetches them once; or http"):
        weights.load(nn.Linear(1, 1), NAME, download=False)


def test_a_missing_file_on_the_server_is_said_too(server):
    server.status = 404
    with pytest.raises(ConnectionError, match="could not be fetched .*404"):
        weights.fetch(NAME)


@pytest.mark.parametrize("where", ["ours", "torch's"])
def test_a_file_put_there_by_hand_is_found(server, content, tmp_path, where):
    source = published._source(NAME, weights.VERSION)
    path = source.path if where == "ours" else tmp_path / "torch" / "hub" / "checkpoints" / source.file
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert weights.fetch(NAME) == path and not server.asked


def test_a_damaged_file_put_there_by_hand_is_left_aside_and_said_so(server, content, capsys):
    source = published._source(NAME, weights.VERSION)
    source.path.parent.mkdir(parents=True)
    source.path.write_bytes(content[:1000])
    assert weights.find(NAME) is None
    assert "is not what its name says" in capsys.readouterr().out


def reference(monkeypatch, net):
    """As if torchvision's network had come with these weights."""
    monkeypatch.setattr(published, "_here", lambda source: "a file")
    monkeypatch.setattr(published, "_reference", lambda source, path: net)
    monkeypatch.setattr(pouring, "SIZE", 96)  # a quarter of the time


class Residual(nn.Module):
    """A block as a student may write it: the projection first, everything under other names, activations functional."""

    def __init__(self, c_in, c, stride):
        super().__init__()
        self.way = nn.Sequential(nn.Conv2d(c_in, c, 1, stride, bias=False), nn.BatchNorm2d(c)) if stride > 1 else nn.Identity()
        self.b = nn.Conv2d(c, c, 3, 1, 1, bias=False)
        self.norm_b, self.norm_a = nn.BatchNorm2d(c), nn.BatchNorm2d(c)
        self.a = nn.Conv2d(c_in, c, 3, stride, 1, bias=False)

    def forward(self, x):
        return functional.relu(self.way(x) + self.norm_b(self.b(functional.relu(self.norm_a(self.a(x)), inplace=True))))


def students_resnet18():
    stem = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    blocks = [Residual(a, b, s) for a, b in ((64, 64), (64, 128), (128, 256), (256, 512)) for a, s in ((a, 1 + (a != b)), (b, 1))]
    return nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 1000))


@pytest.fixture(scope="module")
def resnet18():
    return scramble(torchvision_models.resnet18()).eval()


def test_weights_find_their_place_in_a_network_written_otherwise(monkeypatch, resnet18):
    """Batch norms of one size and a projection that runs first: order alone would mix them up."""
    reference(monkeypatch, resnet18)
    x = torch.randn(2, 3, 64, 64)
    for net in (students_resnet18(), models.create("resnet18")):
        torch.testing.assert_close(weights.load(net, "resnet18")(x), resnet18(x), rtol=1e-4, atol=1e-3)


def test_a_difference_without_weights_is_found_and_the_network_left_as_it_was(monkeypatch, resnet18):
    reference(monkeypatch, resnet18)
    net = students_resnet18()
    net[6].forward = lambda x, b=net[6]: b.way(x) + b.norm_b(b.b(functional.relu(b.norm_a(b.a(x)))))  # no ReLU at the end
    before = [p.clone() for p in net.parameters()]
    with pytest.raises(weights.WeightsError, match=r"found their place, and yet .* first difference is before 7\.\w+ \(Conv2d"):
        weights.load(net, "resnet18")
    assert all(map(torch.equal, before, net.parameters())) and net.training


def test_the_papers_stride_is_told_from_torchvisions(monkeypatch):
    """ResNet-50 as printed has the same layers; the weights were learned with the stride on the 3x3."""
    theirs = scramble(torchvision_models.resnet50()).eval()
    reference(monkeypatch, theirs)
    with pytest.raises(weights.WeightsError, match=r"first difference is in conv3_x\.0\..*12×12\), the published layer2\.0\.conv1 .*24×24"):
        weights.load(models.create("resnet50"), "resnet50")
    weights.load(models.create("resnet50", stride_on="3x3"), "resnet50")


def test_a_network_of_another_shape_is_refused_with_the_first_difference(monkeypatch, resnet18):
    reference(monkeypatch, resnet18)
    with pytest.raises(
        weights.WeightsError, match=r"no counterpart to the published fc \(Linear, 1000\); what it has left begins with fc \(Linear, 10\)"
    ):
        weights.load(models.create("resnet18", num_classes=10), "resnet18")
    with pytest.raises(weights.WeightsError, match="There are no weights for this network's conv"):
        weights.load(models.create("resnet34"), "resnet18")


def test_names_classes_and_preparation_need_no_network():
    assert "resnet18" in weights.names() and weights.classes()[281:283] == ("tabby", "tiger cat") and len(weights.classes()) == 1000
    photo = torch.randint(0, 256, (3, 300, 451), dtype=torch.uint8)
    assert weights.prepare("resnet18")(photo).shape == (3, 224, 224)
    assert weights.prepare("googlenet")(photo).abs().max() <= 1  # its own normalisation
    assert [name for name, _ in weights.best(functional.one_hot(torch.tensor(281), 1000) * 9.0, n=1)] == ["tabby"]


@pytest.mark.parametrize(("name", "version"), [("resnet19", weights.VERSION), ("resnet18", "IMAGENET1K_V9")])
def test_an_unknown_name_is_answered_with_the_nearest(name, version):
    with pytest.raises(ValueError, match="Nearest: '(resnet18|IMAGENET1K_V1)'"):
        weights.find(name, version)
