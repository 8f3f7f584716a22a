/// Beijing time, and the uniform time of the theories of sun and moon.
///
/// Moments of the theories are days of terrestrial time (TT) since 2000-01-01 12:00. Beijing time
/// is UTC and eight hours, and UTC lags behind TT by 32.184 s and the leap seconds.
enum BeijingTime {
  /// The day in Beijing in which a moment lies, given in days of TT since 2000-01-01 12:00 TT.
  static func day(ofTerrestrialTime moment: Double) -> CalendarDate {
    // 2000-01-01 is day 10,957, and the count begins at its noon.
    let uniform = moment + 10_957.5
    let seconds = secondsBehindTerrestrialTime(on: CalendarDate(containing: uniform))
    return CalendarDate(containing: uniform + (8 * 3600 - seconds) / 86_400)
  }

  /// By how many seconds UTC lags behind TT on a day of Greenwich.
  ///
  /// No leap second is foreseen after that of 2017: the General Conference on Weights and Measures
  /// decided in 2022 (resolution 4) to let UTC differ from the rotation of the Earth by more than a
  /// second from 2035 on. Were the old rule kept, UTC would lag by perhaps a minute more by 2100.
  ///
  /// - Source: IERS Bulletin C; before 1972 UTC had no leap seconds, and its lag of 1972 is used.
  static func secondsBehindTerrestrialTime(on day: CalendarDate) -> Double {
    var count = 0
    while count < leapSeconds.count, leapSeconds[count] <= day { count += 1 }
    return 32.184 + 10 + Double(count)
  }

  /// The days before which a leap second was put in.
  private static let leapSeconds: [CalendarDate] = [
    (1972, 7), (1973, 1), (1974, 1), (1975, 1), (1976, 1), (1977, 1), (1978, 1), (1979, 1),
    (1980, 1), (1981, 7), (1982, 7), (1983, 7), (1985, 7), (1988, 1), (1990, 1), (1991, 1),
    (1992, 7), (1993, 7), (1994, 7), (1996, 1), (1997, 7), (1999, 1), (2006, 1), (2009, 1),
    (2012, 7), (2015, 7), (2017, 1),
  ].map { Period(.monthly, year: $0.0, number: $0.1).firstDay }
}
