import SourceText

/// What a number measures, whatever the size of its unit: a product of powers of base units.
public struct UnitDimension: Hashable, Sendable {
  /// A base unit with its exponent, which is not zero.
  public struct Factor: Hashable, Sendable {
    /// The base unit.
    public let base: BaseUnit
    /// Its power; never 0.
    public let exponent: Int
  }

  /// In the order of the base units, each at most once.
  public let factors: [Factor]

  private init(factors: [Factor]) {
    self.factors = factors
  }

  /// The dimension of one base unit, raised to a power.
  public init(_ base: BaseUnit, exponent: Int = 1) {
    factors = exponent == 0 ? [] : [Factor(base: base, exponent: exponent)]
  }

  /// The dimension of plain numbers and shares.
  public static let none = UnitDimension(factors: [])
  /// The dimension of calendar dates.
  public static let date = UnitDimension(.date)
  /// The dimension of spans between dates.
  public static let day = UnitDimension(.day)

  /// Whether it is the dimension of plain numbers and shares.
  public var isNone: Bool { factors.isEmpty }

  /// Whether it counts whole things: nothing at all, or one countable base unit.
  public var isCount: Bool {
    factors.isEmpty || (factors.count == 1 && factors[0].exponent == 1 && factors[0].base.isCount)
  }

  /// The dimension of a product.
  public static func * (left: UnitDimension, right: UnitDimension) -> UnitDimension {
    var product: [Factor] = []
    var (i, j) = (0, 0)
    while i < left.factors.count || j < right.factors.count {
      if j == right.factors.count
        || (i < left.factors.count && left.factors[i].base < right.factors[j].base)
      {
        product.append(left.factors[i])
        i += 1
      } else if i == left.factors.count || right.factors[j].base < left.factors[i].base {
        product.append(right.factors[j])
        j += 1
      } else {
        let exponent = left.factors[i].exponent + right.factors[j].exponent
        if exponent != 0 { product.append(Factor(base: left.factors[i].base, exponent: exponent)) }
        i += 1
        j += 1
      }
    }
    return UnitDimension(factors: product)
  }

  /// The dimension of a quotient.
  public static func / (left: UnitDimension, right: UnitDimension) -> UnitDimension {
    left * right.raised(to: -1)
  }

  /// The dimension of a power.
  public func raised(to exponent: Int) -> UnitDimension {
    guard exponent != 0 else { return .none }
    return UnitDimension(
      factors: factors.map { Factor(base: $0.base, exponent: $0.exponent * exponent) })
  }

  /// The dimension of a square root; nil when an exponent is odd.
  public var squareRoot: UnitDimension? {
    guard factors.allSatisfy({ $0.exponent.isMultiple(of: 2) }) else { return nil }
    return UnitDimension(
      factors: factors.map { Factor(base: $0.base, exponent: $0.exponent / 2) })
  }

  /// The base unit of this dimension as a planner writes it, such as `元/(人·天)`; `1` for a
  /// plain number.
  public func symbol(in language: Language) -> String {
    func name(_ factor: Factor) -> String {
      let base = language == .zh ? factor.base.symbol : factor.base.englishSymbol
      return base + exponentMark(abs(factor.exponent))
    }
    let above = factors.filter { $0.exponent > 0 }.map(name)
    let below = factors.filter { $0.exponent < 0 }.map(name)
    let numerator = above.isEmpty ? "1" : above.joined(separator: "·")
    switch below.count {
    case 0: return numerator
    case 1: return "\(numerator)/\(below[0])"
    default: return "\(numerator)/(\(below.joined(separator: "·")))"
    }
  }

  private func exponentMark(_ exponent: Int) -> String {
    switch exponent {
    case 1: ""
    case 2: "²"
    case 3: "³"
    default: "^\(exponent)"
    }
  }
}

extension UnitDimension: CustomStringConvertible {
  /// The base unit as it is written in Chinese.
  public var description: String { symbol(in: .zh) }
}
