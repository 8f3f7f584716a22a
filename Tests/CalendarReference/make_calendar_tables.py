#!/usr/bin/env python3
"""Writes new-moons.csv and solar-terms.csv: moments that the calendar's own series are held to.

Positions are those of JPL DE405 (package de405, read by jplephem); light time and aberration are
taken off vector by vector; the ecliptic of date is that of IAU 2006 with the nutation of IAU 2000A
(package pyerfa). Moments are days of terrestrial time since 2000-01-01 12:00.

  pip install numpy jplephem de405 pyerfa
  python3 make_calendar_tables.py
"""

import csv
import pathlib

import de405
import erfa
import numpy
from jplephem.ephem import Ephemeris

EPHEMERIS = Ephemeris(de405)
J2000 = 2451545.0
LIGHT_KM_PER_DAY = 299792.458 * 86400
FIRST_YEAR, LAST_YEAR = 1972, 2200


def position(body, time):
    return EPHEMERIS.position(body, time).T


def earth(time):
    return position("earthmoon", time) - position("moon", time) * EPHEMERIS.earth_share


def sun(time):
    return position("sun", time)


def moon(time):
    return earth(time) + position("moon", time)


def apparent_longitude(body, time):
    observer = earth(time)
    velocity = (earth(time + 0.01) - earth(time - 0.01)) / 0.02 / LIGHT_KM_PER_DAY
    ray = body(time) - observer
    for _ in range(3):
        travel = numpy.linalg.norm(ray, axis=-1) / LIGHT_KM_PER_DAY
        ray = body(time - travel) - observer
    direction = ray / numpy.linalg.norm(ray, axis=-1)[:, None] + velocity
    ecliptic = numpy.einsum("nij,nj->ni", erfa.ecm06(time, 0 * time), direction)
    nutation, _ = erfa.nut06a(time, 0 * time)
    return numpy.degrees(numpy.arctan2(ecliptic[:, 1], ecliptic[:, 0]) + nutation) % 360


def half_turn(angle):
    return (angle + 180) % 360 - 180


def new_moons(time):
    for _ in range(8):
        difference = apparent_longitude(moon, time) - apparent_longitude(sun, time)
        time = time - half_turn(difference) / 12.1907
    return time


def solar_terms(time, longitude):
    for _ in range(8):
        time = time - half_turn(apparent_longitude(sun, time) - longitude) * 365.2422 / 360
    return time


def write(name, columns, rows):
    path = pathlib.Path(__file__).parent / name
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main():
    numbers = numpy.arange(
        int((FIRST_YEAR - 2000) * 12.3683), int((LAST_YEAR + 1 - 2000) * 12.3683))
    moons = new_moons(J2000 + 5.09766 + 29.530588861 * numbers) - J2000
    write("new-moons.csv", ["number", "moment"],
          [[int(n), f"{m:.6f}"] for n, m in zip(numbers, moons)])
    ordinals = numpy.arange((LAST_YEAR + 1 - FIRST_YEAR) * 24)
    longitudes = (285 + 15 * ordinals) % 360
    start = J2000 + 4.54 + (FIRST_YEAR - 2000) * 365.2422
    terms = solar_terms(start + ordinals * 365.2422 / 24, 1.0 * longitudes) - J2000
    write("solar-terms.csv", ["year", "longitude", "moment"],
          [[FIRST_YEAR + int(o) // 24, int(l), f"{m:.6f}"]
           for o, l, m in zip(ordinals, longitudes, terms)])


if __name__ == "__main__":
    main()
