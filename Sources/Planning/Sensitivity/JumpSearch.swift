/// Where numbers that are sorted by an input jump, and do not merely rise.
///
/// At each trial a line through those before it and one through those from it on, by least squares
/// over the ranks of the input, say what they expect between: a jump is where the two differ by so
/// many standard errors that chance does not explain it. A slope or a bend is none. What a few
/// trials far off do to a line does not count, since its own scatter is its error.
///
/// - Source: Loader, *Change Point Estimation Using Nonparametric Regression*, The Annals of
///   Statistics 24 (1996), for two one-sided fits; Welch, Biometrika 34 (1947), for the error of
///   their difference.
struct JumpSearch {
  /// A line is through no fewer trials.
  static let fewest = 32
  /// So many standard errors are no chance, at whichever of the trials.
  private static let errorsOfJump = 5.5
  private static let most = 4

  /// Of the numbers before each trial: sums, sums weighted by their places, sums of squares.
  private struct Sums {
    private var plain = [0.0], weighted = [0.0], squares = [0.0]
    let deviation: Double

    /// - Parameter numbers: sorted by the input.
    init(_ numbers: [Double]) {
      let centre = mean(numbers)
      for (place, number) in numbers.enumerated() {
        let rest = number - centre
        plain.append(plain[place] + rest)
        weighted.append(weighted[place] + rest * Double(place))
        squares.append(squares[place] + rest * rest)
      }
      deviation = (squares.last! / Double(numbers.count)).squareRoot()
    }

    /// What a line through some of the numbers expects at an end of theirs, and the square of its
    /// standard error.
    @inline(__always)
    func line(_ part: Range<Int>, at end: Double) -> (value: Double, variance: Double) {
      let count = Double(part.count)
      let sum = plain[part.upperBound] - plain[part.lowerBound]
      let middle = Double(part.lowerBound + part.upperBound - 1) / 2
      let spread = count * (count * count - 1) / 12
      let product = weighted[part.upperBound] - weighted[part.lowerBound] - middle * sum
      let square = squares[part.upperBound] - squares[part.lowerBound]
      let rest = max(0, square - sum * sum / count - product * product / spread)
      let distance = end - middle
      return (
        sum / count + product / spread * distance,
        rest / (count - 2) * (1 / count + distance * distance / spread)
      )
    }
  }

  private let sums: [Sums]
  private let count: Int
  private let widest: Int

  /// - Parameter numbers: one list or several, each sorted by the input.
  init(_ numbers: [[Double]]) {
    sums = numbers.map { Sums($0) }.filter { $0.deviation > 0 }
    count = numbers.first?.count ?? 0
    widest = max(Self.fewest, count / 12)
  }

  /// The places of the first trials behind jumps, in order; the clearest ones where there are many.
  ///
  /// - Parameter input: sorted; equal values are not parted.
  /// - Complexity: O(trials × lists).
  func jumps(over input: [Double]) -> [Int] {
    var found: [Int] = []
    while found.count < Self.most, let next = clearest(input, between: [0] + found + [count]) {
      found.append(next)
      found.sort()
    }
    return found
  }

  /// The clearest jump that is none of those that are known; lines do not cross these.
  private func clearest(_ input: [Double], between known: [Int]) -> Int? {
    var best: (place: Int, errors: Double)?
    for (start, end) in zip(known, known.dropFirst()) where end - start >= 2 * Self.fewest {
      for place in (start + Self.fewest)...(end - Self.fewest)
      where input[place] > input[place - 1] {
        let before = max(start, place - widest)..<place
        let after = place..<min(end, place + widest)
        for sums in sums {
          let errors = Self.errors(sums, before, after)
          if errors > best?.errors ?? Self.errorsOfJump { best = (place, errors) }
        }
      }
    }
    return best?.place
  }

  @inline(__always)
  private static func errors(_ sums: Sums, _ before: Range<Int>, _ after: Range<Int>) -> Double {
    let end = Double(after.lowerBound) - 0.5
    let (left, right) = (sums.line(before, at: end), sums.line(after, at: end))
    // What sums of so many numbers round is no jump.
    let rounding = 1e-6 * sums.deviation
    return abs(right.value - left.value)
      / (left.variance + right.variance + rounding * rounding).squareRoot()
  }
}
