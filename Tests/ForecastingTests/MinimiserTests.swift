import Probability
import Testing

@testable import Forecasting

/// Searches for minima, on functions whose minimum is known.
@Suite struct MinimiserTests {
  /// The banana of Rosenbrock (1960): its minimum 0 lies at (1, 1) in a bent valley.
  private func banana(_ point: [Double]) -> Double {
    let valley = point[1] - point[0] * point[0]
    return 100 * valley * valley + (1 - point[0]) * (1 - point[0])
  }

  @Test func theSimplexFollowsABentValley() {
    let found = minimiseBySimplex(from: [-1.2, 1], steps: [0.5, 0.5], tolerance: 1e-12, banana)
    #expect(found.converged)
    #expect(abs(found.point[0] - 1) < 1e-4 && abs(found.point[1] - 1) < 1e-4)
  }

  @Test func theGradientFollowsABentValley() {
    let found = minimiseByGradient(from: [-1.2, 1], gradientTolerance: 1e-9) { point, gradient in
      gradient = centralGradient(at: point, banana)
      return banana(point)
    }
    #expect(found.converged)
    #expect(abs(found.point[0] - 1) < 1e-6 && abs(found.point[1] - 1) < 1e-6)
    #expect(found.evaluations < 100)
  }

  @Test(arguments: [1, 4, 15])
  func bothFindTheBottomOfABowl(dimensions: Int) {
    func bowl(_ point: [Double]) -> Double {
      point.enumerated().reduce(3) { sum, part in
        let distance = part.element - Double(part.offset)
        return sum + (1 + Double(part.offset)) * distance * distance
      }
    }
    let start = [Double](repeating: 0.5, count: dimensions)
    let steps = [Double](repeating: 0.3, count: dimensions)
    let simplex = minimiseBySimplex(from: start, steps: steps, evaluations: 20_000, bowl)
    let gradient = minimiseByGradient(from: start) { point, gradient in
      gradient = centralGradient(at: point, bowl)
      return bowl(point)
    }
    for found in [simplex, gradient] {
      #expect(found.converged)
      #expect(abs(found.value - 3) < 1e-6)
    }
  }

  /// Outside of its domain a function gives NaN: the search turns back.
  @Test func neitherLeavesTheDomain() {
    func logarithmic(_ point: [Double]) -> Double {
      point[0] > 0 ? point[0] - 2 * logarithm(point[0]) : .nan
    }
    let simplex = minimiseBySimplex(from: [0.1], steps: [-0.5], logarithmic)
    let gradient = minimiseByGradient(from: [0.1]) { point, gradient in
      gradient = [1 - 2 / point[0]]
      return logarithmic(point)
    }
    #expect(abs(simplex.point[0] - 2) < 1e-3)
    #expect(abs(gradient.point[0] - 2) < 1e-5)
  }

  /// Where a function of one number is smallest: within, at an end, at an edge, beside what is no
  /// number.
  @Test func parabolasFindTheBottomOfAValley() {
    var count = 0
    func search(_ function: (Double) -> Double) -> Double {
      count = 0
      return smallest(within: 0...1, tolerance: 1e-7) { place in
        count += 1
        return function(place)
      }
    }
    func bent(_ x: Double) -> Double { (x - 0.37) * (x - 0.37) * (1 + 0.1 * x) }
    #expect(abs(search(bent) - 0.37) < 1e-7)
    // The grid takes thirteen; golden sections would take thirty more.
    #expect(count < 25)
    #expect(abs(search { abs($0 - 0.4123) } - 0.4123) < 1e-7)
    #expect(abs(search { $0 } - 0) < 1e-7)
    #expect(abs(search { -$0 } - 1) < 1e-7)
    #expect(abs(search { $0 < 0.3 ? .nan : ($0 - 0.35) * ($0 - 0.35) } - 0.35) < 1e-6)
    #expect(search { _ in .nan } == 1)
    #expect((0...1).contains(search { _ in 3 }))
  }
}
