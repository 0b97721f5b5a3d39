"""Moments as people, platforms and nbgrader write them, to UTC. What could mean two moments is refused, with what to write instead."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from convnets.classroom.course import CourseError

LIKE = "2026-12-01 23:59, 2026-12-01 23:59+09:00 or 2026-12-01 23:59 Asia/Seoul"
ISO = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)(?:(?:T|\s+)(?P<time>\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?))?\s*(?P<zone>\S.*)?")
OFFSET = re.compile(r"([+-])(\d\d)(?::?(\d\d))?")
MAIL = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}  # as in every e-mail (RFC 5322)
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
MOODLE = re.compile(
    r"(?:\w+, )?(?P<day>\d{1,2}) (?P<month>[A-Za-z]+) (?P<year>\d{4}),? (?P<hour>\d{1,2}):(?P<minute>\d\d)\s*(?P<half>[AaPp][Mm])?"
)
KOREAN = re.compile(
    r"(?P<year>\d{4})년 (?P<month>\d{1,2})월 (?P<day>\d{1,2})일(?: ?\(?\w+\)?)?,? (?P<half>오전|오후) (?P<hour>\d{1,2}):(?P<minute>\d\d)"
)


def moment(when: str, bare: tzinfo | None = None) -> datetime:
    """A moment in UTC, without saying so, as nbgrader keeps it. A day alone ends at midnight; without a zone it is ``bare``'s, else this computer's.

    It is an ISO date, with an offset or a zone's name as in ``Asia/Seoul``. Raises CourseError, with what to write, for any other.
    """
    found = ISO.fullmatch(when.strip())
    if not found:
        raise CourseError(f"{when!r} is no time; write it like {LIKE}")
    clock = found["time"] or "23:59:59"
    try:
        local = datetime.fromisoformat(f"{found['date']} {clock.replace(',', '.').zfill(8 if clock.count(':') == 2 else 5)}")
        zone = _zone(found["zone"], when, f"{found['date']} {clock[:5]}") if found["zone"] else bare
        return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)  # without a zone: this computer's
    except (ValueError, OverflowError) as e:
        raise CourseError(f"{when!r} is no time ({e}); write it like {LIKE}") from None


def stamp(text: str) -> datetime:
    """The moment in a ``timestamp.txt``: as :func:`moment`, in UTC where nothing is said, and with the short names of zones that nbgrader writes there.

    Raises CourseError.
    """
    before, _, name = text.strip().rpartition(" ")
    if ISO.fullmatch(before) and re.fullmatch("[A-Z]{2,5}", name) and name not in ("UTC", "GMT"):
        return moment(before, _called(name, moment(before, UTC)))
    return moment(text, UTC)


def platforms(text: str) -> datetime:
    """The moment in a platform's list or name of a file: as :func:`moment`, or as Moodle spells it in English and Korean. Raises CourseError."""
    text = " ".join(text.split())
    if found := MOODLE.fullmatch(text) or KOREAN.fullmatch(text):
        month, hour, half = found["month"].lower(), int(found["hour"]), found["half"]
        months = [n for n, name in enumerate(MONTHS, 1) if month in (name, name[:3])]
        number = int(month) if month.isdigit() else months[0] if months else 0
        hour = hour % 12 + 12 * (half.lower() in ("pm", "오후")) if half else hour
        return moment(f"{found['year']}-{number:02d}-{int(found['day']):02d} {hour:02d}:{found['minute']}")
    return moment(re.sub(r"(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)", r"\1 \2:\3:\4", text))  # as Blackboard names files


def spelled(when: datetime) -> str:
    """A moment of the gradebook in this computer's time."""
    return when.replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M %Z")


def _zone(name: str, when: str, written: str) -> tzinfo:
    """A zone that can mean one thing alone. Raises CourseError for ``EST``, which does not, and ``UTC+9``, whose sign some read the other way round."""
    if name in ("Z", "UTC", "GMT"):
        return UTC
    if found := OFFSET.fullmatch(name):
        sign, hours, minutes = found.groups()
        return timezone((1 if sign == "+" else -1) * timedelta(hours=int(hours), minutes=int(minutes or 0)))
    if "/" in name and not name.startswith("Etc/") and name in available_timezones():
        return ZoneInfo(name)
    raise CourseError(f"{when!r}: {name!r} could mean several zones, or none; write {written}+09:00 or {written} Asia/Seoul, say")


def _called(name: str, at: datetime) -> tzinfo:
    """The zone that is called so: this computer's, the only one, or the one that e-mails mean. Raises CourseError."""
    here = at.astimezone().tzinfo
    if here.tzname(None) == name:
        return here
    offsets = {local.utcoffset() for zone in available_timezones() if (local := at.replace(tzinfo=ZoneInfo(zone))).tzname() == name}
    if len(offsets) == 1:
        return timezone(offsets.pop())
    if name in MAIL:
        return timezone(timedelta(hours=MAIL[name]))
    raise CourseError(f"{name!r} is no zone, or several are called so")
