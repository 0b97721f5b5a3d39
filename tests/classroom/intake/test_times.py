"""Times: what says one moment is read to it, whoever wrote it; what could mean two is refused with what to write instead."""

import time
import warnings
from datetime import datetime

import pytest

from convnets.classroom.course import CourseError
from convnets.classroom.intake.times import moment, platforms, stamp


@pytest.fixture(autouse=True)
def in_seoul(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Seoul")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    "when",
    [
        "2026-11-29 23:59",  # this computer's
        "2026-11-29T23:59+09:00",
        "2026-11-29 23:59 +0900",
        "2026-11-29 23:59:00+09",
        "2026-11-29 14:59Z",
        "2026-11-29 14:59 UTC",
        "2026-11-29 23:59 Asia/Seoul",
        "2026-11-29 9:59 America/New_York",
    ],
)
def test_one_moment_in_every_spelling_that_is_clear(when):
    assert moment(when) == datetime(2026, 11, 29, 14, 59)


def test_a_day_alone_ends_at_midnight_of_its_zone():
    assert moment("2026-11-29") == moment("2026-11-29 Asia/Seoul") == datetime(2026, 11, 29, 14, 59, 59)
    assert moment("2026-11-29 UTC") == datetime(2026, 11, 29, 23, 59, 59)


@pytest.mark.parametrize("zone", ["UTC+9", "UTC-9", "GMT+9", "EST", "KST", "CST", "Etc/GMT+9", "EST5EDT", "Korea", "Asia/Soul"])
def test_a_zone_that_could_mean_several_is_refused_with_what_to_write(zone):
    with warnings.catch_warnings(), pytest.raises(CourseError) as e:
        warnings.simplefilter("error")
        moment(f"2026-11-29 23:59 {zone}")
    assert "2026-11-29 23:59+09:00" in str(e.value) and "Asia/Seoul" in str(e.value) and "\n" not in str(e.value)


@pytest.mark.parametrize(
    "when", ["01/02/2026", "01/02/2026 23:59", "1.2.2026", "tomorrow", "", "2026-13-01", "2026-02-30 12:00", "2026-11-29 25:00", "23:59"]
)
def test_a_date_that_is_none_or_could_be_another_is_refused(when):
    with pytest.raises(CourseError, match="is no time.* write it like 2026-12-01 23:59"):
        moment(when)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-12-02 14:58:23.948203 UTC", 14),
        ("2026-12-02 14:58:23.948203", 14),  # nbgrader's own reading
        ("2026-12-02 14:58:23.948203 KST", 5),
        ("2026-12-02 14:58:23.948203 JST\n", 5),
        ("2026-12-02 14:58:23.948203 PST", 22),
        ("2026-12-02 14:58:23.948203 CET", 13),
        ("2026-12-02 14:58:23.948203 Asia/Seoul", 5),
        ("2026-12-02 14:58:23.948203 America/Los_Angeles", 22),
        ("2026-12-02 14:58:23.948203 +0900", 5),
    ],
)
def test_nbgraders_stamp_is_read_with_any_name_of_a_zone(text, hour):
    assert stamp(text).replace(microsecond=0) == datetime(2026, 12, 2, hour, 58, 23)


def test_a_stamp_that_says_nothing_is_none():
    for text in ("yesterday evening", "2026-12-02 14:58:23 XYZ", "2026-12-02 14:58:23 IST", ""):
        with pytest.raises(CourseError):
            stamp(text)


@pytest.mark.parametrize(
    "text",
    [
        "20 November 2026, 4:36 PM",
        "Friday, 20 November 2026, 4:36 PM",
        "20 Nov 2026, 16:36",
        "2026년 11월 20일(금) 오후 4:36",
        "2026-11-20-16-36-00",
    ],
)
def test_a_platforms_own_spelling_is_this_computers_time(text):
    assert platforms(text) == datetime(2026, 11, 20, 7, 36)
