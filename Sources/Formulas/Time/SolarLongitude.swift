/// Where the sun seems to stand on the ecliptic, and when it reaches a longitude.
///
/// - Accuracy: 0.3″, and 8 s of the moment (2 s root mean square), from 1972 to 2200 against JPL
///   DE405 with IAU 2006 precession and 2000A nutation; `Tests/FormulasTests/Time/Reference` has
///   the script.
/// - Source: `EarthSeries`; Meeus, *Astronomical Algorithms* (2nd edition, 1998), chapters 22
///   (nutation, the thirteen largest terms of the IAU theory of 1980) and 25 (aberration,
///   reduction to the FK5); the rate of precession of IAU 2006 (Capitaine, Wallace and Chapront,
///   Astronomy and Astrophysics 412, 2003), which is less than that of the series by 0.29965″ a
///   century.
enum SolarLongitude {
  /// The apparent longitude in degrees, at a moment in days of TT since 2000-01-01 12:00.
  static func degrees(at moment: Double) -> Double {
    let millennia = moment / 365_250
    let centuries = 10 * millennia
    var longitude = 0.0
    for terms in EarthSeries.longitude.reversed() {
      var sum = 0.0
      for term in terms {
        sum += term.amplitude * cosine(ofRadians: term.phase + term.rate * millennia)
      }
      longitude = longitude * millennia + sum
    }
    let seconds =
      nutation(centuries) - 20.4898 / distance(moment) - 0.09033 - 0.29965 * centuries
    return longitude * 1e-8 * 180 / .pi + 180 + seconds / 3600
  }

  /// The moment in which the longitude is reached, next to an approximate one: within a quarter of
  /// a year.
  ///
  /// - Unit: days of TT since 2000-01-01 12:00.
  static func moment(ofDegrees target: Double, near approximate: Double) -> Double {
    var moment = approximate
    // Newton's steps with the speed of an ellipse; the second is of seconds, the last of none.
    for _ in 0..<4 {
      let missing = lessThanHalfTurn(degrees: target - degrees(at: moment))
      let step = missing / speed(moment)
      moment += step
      if abs(step) < 1e-3 { break }
    }
    return moment
  }

  /// The sun's mean anomaly in degrees.
  private static func anomaly(_ moment: Double) -> Double {
    357.5291 + 35_999.0503 * moment / 36_525
  }

  /// The degrees that the sun moves in a day, to 0.1 %.
  private static func speed(_ moment: Double) -> Double {
    0.98565 * (1 + 0.0334 * cosine(ofDegrees: anomaly(moment)))
  }

  /// The distance of the sun in astronomical units, to 0.0003; aberration asks for no more.
  private static func distance(_ moment: Double) -> Double {
    1.00014 - 0.01671 * cosine(ofDegrees: anomaly(moment))
      - 0.00014 * cosine(ofDegrees: 2 * anomaly(moment))
  }

  /// The nutation in longitude, in seconds of arc.
  private static func nutation(_ t: Double) -> Double {
    let elongation = 297.85036 + t * (445_267.111480 - t * 0.0019142)
    let sun = 357.52772 + t * (35_999.050340 - t * 0.0001603)
    let moon = 134.96298 + t * (477_198.867398 + t * 0.0086972)
    let latitude = 93.27191 + t * (483_202.017538 - t * 0.0036825)
    let node = 125.04452 + t * (-1934.136261 + t * 0.0020708)
    var sum = 0.0
    for term in nutationTerms {
      let angle =
        term.elongation * elongation + term.sun * sun + term.moon * moon
        + term.latitude * latitude + term.node * node
      sum += (term.amplitude + term.rate * t) * sine(ofDegrees: angle)
    }
    return sum * 1e-4
  }

  /// The multiples of the arguments, the amplitude in 1e-4 seconds of arc and its change in a
  /// century.
  private typealias NutationTerm = (
    elongation: Double, sun: Double, moon: Double, latitude: Double, node: Double,
    amplitude: Double, rate: Double
  )

  private static let nutationTerms: [NutationTerm] = [
    (0, 0, 0, 0, 1, -171_996, -174.2), (-2, 0, 0, 2, 2, -13_187, -1.6),
    (0, 0, 0, 2, 2, -2274, -0.2), (0, 0, 0, 0, 2, 2062, 0.2), (0, 1, 0, 0, 0, 1426, -3.4),
    (0, 0, 1, 0, 0, 712, 0.1), (-2, 1, 0, 2, 2, -517, 1.2), (0, 0, 0, 2, 1, -386, -0.4),
    (0, 0, 1, 2, 2, -301, 0), (-2, -1, 0, 2, 2, 217, -0.5), (-2, 0, 1, 0, 0, -158, 0),
    (-2, 0, 0, 2, 1, 129, 0.1), (0, 0, -1, 2, 2, 123, 0),
  ]
}
