import SourceText

/// One of the twenty-four terms into which the sun's way round the year is divided, from January
/// on.
public enum SolarTerm: Int, CaseIterable, Sendable {
  case minorCold, majorCold, springBegins, rainWater, insectsAwaken, springEquinox
  case pureBrightness, grainRain, summerBegins, grainBuds, grainInEar, summerSolstice
  case minorHeat, majorHeat, autumnBegins, endOfHeat, whiteDew, autumnEquinox
  case coldDew, frostDescends, winterBegins, minorSnow, majorSnow, winterSolstice

  /// The apparent longitude of the sun that begins it, in degrees: a multiple of 15.
  public var longitude: Int { (285 + 15 * rawValue) % 360 }

  /// Whether it is one of the twelve (中气) that tell months from leap months.
  public var isMajor: Bool { longitude.isMultiple(of: 30) }

  /// Its name.
  public var label: BilingualText {
    BilingualText(zh: Self.names[rawValue].zh, en: Self.names[rawValue].en)
  }

  /// The day in Beijing on which it falls in a calendar year.
  ///
  /// - Accuracy: the moment is known to 8 s (`SolarLongitude`); from 1972 to 2200 none of them but
  ///   the winter solstice of 2157, 9 s before midnight, comes closer than 20 s to a midnight.
  /// - Precondition: the year is one of `LunarCalendar.supportedYears`, or next to them.
  public func day(in year: Int) -> CalendarDate {
    precondition(LunarCalendar.knows(year), "the sun's terms are known from 1971 to 2201")
    // 6 January 2000, 9:01 in Beijing, was the first of them.
    let approximate = 4.54 + (Double(year - 2000) + Double(rawValue) / 24) * 365.2422
    return BeijingTime.day(
      ofTerrestrialTime: SolarLongitude.moment(
        ofDegrees: Double(longitude), near: approximate))
  }

  private static let names: [(zh: String, en: String)] = [
    ("小寒", "Minor Cold"), ("大寒", "Major Cold"), ("立春", "Start of Spring"),
    ("雨水", "Rain Water"), ("惊蛰", "Awakening of Insects"), ("春分", "Spring Equinox"),
    ("清明", "Pure Brightness"), ("谷雨", "Grain Rain"), ("立夏", "Start of Summer"),
    ("小满", "Grain Buds"), ("芒种", "Grain in Ear"), ("夏至", "Summer Solstice"),
    ("小暑", "Minor Heat"), ("大暑", "Major Heat"), ("立秋", "Start of Autumn"),
    ("处暑", "End of Heat"), ("白露", "White Dew"), ("秋分", "Autumn Equinox"),
    ("寒露", "Cold Dew"), ("霜降", "Frost's Descent"), ("立冬", "Start of Winter"),
    ("小雪", "Minor Snow"), ("大雪", "Major Snow"), ("冬至", "Winter Solstice"),
  ]
}
