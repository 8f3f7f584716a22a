/// The Sobol sequence in base 2, in up to 2,048 dimensions.
///
/// Each aligned run of 2^m points has one point in each 2^m-th of every dimension, and the
/// dimensions with low numbers fill the squares and cubes over them evenly as well.
///
/// Points come in the order of the Gray code, as in the programs of Joe and Kuo and in SciPy.
///
/// - Source: Sobol, USSR Comput. Math. Math. Phys. 7 (1967); Antonov, Saleev, ibid. 19 (1979), for
///   the order; Joe, Kuo, SIAM J. Sci. Comput. 30 (2008), for the numbers.
public enum SobolSequence {
  /// How many dimensions there are.
  public static let dimensions = 2048

  /// The binary digits of a point; so many points there are, too.
  public static let digits = 30

  /// What each bit of a point's number adds, by exclusive or, to the point's digits.
  ///
  /// The digits stand in the low 30 bits, the first one highest. Bit b of the number is bits b and
  /// b - 1 of its Gray code: so its direction is that of two direction numbers together.
  ///
  /// - Parameter dimension: counts from 0.
  /// - Complexity: O(digits × degree of the polynomial); the first call unpacks all numbers.
  public static func directions(ofDimension dimension: Int) -> [UInt32] {
    precondition((0..<dimensions).contains(dimension), "Sobol dimensions are 0 ..< 2048")
    let numbers = directionNumbers(generators[dimension])
    return numbers.indices.map { $0 == 0 ? numbers[0] : numbers[$0] ^ numbers[$0 - 1] }
  }

  /// A polynomial over the field of two elements, and the odd numbers m₁ … m_s to begin with.
  private struct Generator {
    /// The coefficients between the first and the last, which are 1.
    let coefficients: UInt32
    let initial: [UInt32]
  }

  /// v_k = m_k / 2^k as digits; beyond the degree s by the recurrence of the polynomial.
  private static func directionNumbers(_ generator: Generator) -> [UInt32] {
    let degree = generator.initial.count
    var numbers = generator.initial.prefix(digits).enumerated().map { $1 << (digits - 1 - $0) }
    guard degree > 0 else { return (0..<digits).map { 1 << (digits - 1 - $0) } }
    for k in numbers.count..<digits {
      var number = numbers[k - degree] ^ (numbers[k - degree] >> UInt32(degree))
      for j in 1..<max(1, degree) where generator.coefficients >> UInt32(degree - 1 - j) & 1 == 1 {
        number ^= numbers[k - j]
      }
      numbers.append(number)
    }
    return numbers
  }

  private static let generators: [Generator] = {
    var bits = PackedBits(joeKuoNumbers)
    // The first dimension has no polynomial: its digits are those of the number in reverse.
    var generators = [Generator(coefficients: 0, initial: [])]
    for _ in 1..<dimensions {
      let degree = Int(bits.next(4))
      let coefficients = bits.next(degree - 1)
      let initial = (1...degree).map { bits.next($0 - 1) << 1 | 1 }
      generators.append(Generator(coefficients: coefficients, initial: initial))
    }
    return generators
  }()
}

/// Reads numbers of few bits from a text whose characters hold six bits each.
private struct PackedBits {
  private let text: StaticString
  private var position = 0
  private var held: UInt64 = 0
  private var heldBits = 0

  init(_ text: StaticString) { self.text = text }

  mutating func next(_ count: Int) -> UInt32 {
    while heldBits < count {
      held = held << 6 | UInt64(value(of: text.utf8Start[position]))
      heldBits += 6
      position += 1
    }
    heldBits -= count
    return UInt32(truncatingIfNeeded: held >> UInt64(heldBits) & (1 << UInt64(count) - 1))
  }

  /// The place among A-Z, a-z, 0-9, +, /.
  private func value(of letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: preconditionFailure("no character of the packed numbers")
    }
  }
}
