"""The days of visitors-366x6 and their expected arrivals, for the peer and for the scenario."""

import datetime
import json
import os

NUMBERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "visitors-366x6.json")


def numbers():
    """All that is given."""
    with open(NUMBERS, encoding="utf-8") as file:
        return json.load(file)


def days(given):
    """The days of the year, in order."""
    first = datetime.date.fromisoformat(given["firstDay"])
    return [first + datetime.timedelta(number) for number in range(given["days"])]


def mean(segment, day, given):
    """The arrivals that a segment expects on a dry day."""
    weekday = segment["byWeekday"]
    if day.isoformat() in given["daysOff"]:
        factor = (weekday[5] + weekday[6]) / 2
    elif day.isoformat() in given["makeUpWorkdays"]:
        factor = sum(weekday[:5]) / 5
    else:
        factor = weekday[day.weekday()]
    return segment["level"] * segment["byMonth"][day.month - 1] * factor
