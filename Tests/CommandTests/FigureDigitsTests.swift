import Testing
import Torreya

@testable import TorreyaCLI

@Suite("how many digits the tables of the terminal show")
struct FigureDigitsTests {
  private let report = TerminalReport(language: .en)

  @Test("a figure has the digits of its error, and without one six")
  func besideError() {
    #expect(report.figure(-0.007813, withError: 0.0055) == "-0.008 ± 0.006")
    #expect(report.figure(76.32, withError: 4.1) == "76 ± 4")
    #expect(report.figure(5.5621234, withError: 0) == "5.56212 ± 0")
    #expect(report.figure(5.5621234, withError: .nan) == "5.56212")
    #expect(report.figure(1e-14, withError: 0) == "0 ± 0")
  }

  @Test("what rounding leaves of nothing is nothing")
  func rounding() {
    #expect(report.signed(1.49e-10, 0, .tenThousandYuan) == "0")
    #expect(report.signed(1.5e6, 0, .tenThousandYuan) == "+150 ± 0 万元")
    #expect(report.value(1e-200, .tenThousandYuan) == "0 万元")
  }

  @Test("a probability that is next to nothing is below a bound, and one without error has none")
  func probabilities() {
    #expect(report.probability(1e-12, 7e-11) == "< 0.0001 %")
    #expect(report.probability(0, 0) == "0.0 % ± 0")
    #expect(report.probability(0.5, 0.005) == "50.0 % ± 0.5")
    #expect(report.points(0, .nan) == "0.0")
    #expect(report.points(0.1, 0.01) == "+10.0 ± 1")
  }
}
