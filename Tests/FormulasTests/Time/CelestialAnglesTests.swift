import Foundation
import Testing

@testable import Formulas

/// Sine and cosine against the system's, which the calendar itself must not use.
@Suite struct CelestialAnglesTests {
  @Test func agreeWithTheSystem() {
    for step in -20_000...20_000 {
      let angle = Double(step) * 0.4999
      #expect(abs(sine(ofRadians: angle) - Foundation.sin(angle)) < 2e-12)
      #expect(abs(cosine(ofRadians: angle) - Foundation.cos(angle)) < 2e-12)
    }
    for step in -2000...2000 {
      let angle = Double(step) * 487.25
      let rest = angle.remainder(dividingBy: 360) * .pi / 180
      #expect(abs(sine(ofDegrees: angle) - Foundation.sin(rest)) < 1e-11)
      #expect(abs(cosine(ofDegrees: angle) - Foundation.cos(rest)) < 1e-11)
    }
  }

  @Test func directionsLieWithinHalfATurn() {
    #expect(lessThanHalfTurn(degrees: 350) == -10)
    #expect(lessThanHalfTurn(degrees: -190) == 170)
    #expect(lessThanHalfTurn(degrees: 725) == 5)
  }
}
