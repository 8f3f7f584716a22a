import SourceText

/// A unit as planners write it: what it measures, and how large it is.
///
/// Two units of one dimension convert into each other; 万元 and 元 do, 元 and 人次 do not.
public struct UnitOfMeasure: Hashable, Sendable {
  /// As the planner wrote it, such as `万元` or `kg/亩`.
  public let symbol: String
  /// What it measures.
  public let dimension: UnitDimension
  let exactScale: UnitScale

  init(symbol: String, dimension: UnitDimension, exactScale: UnitScale = .one) {
    self.symbol = symbol
    self.dimension = dimension
    self.exactScale = exactScale
  }

  /// The base unit of a dimension.
  public init(_ dimension: UnitDimension) {
    self.init(symbol: dimension.symbol(in: .zh), dimension: dimension)
  }

  /// A unit under the symbol that its dimension and size suggest.
  init(canonical dimension: UnitDimension, exactScale: UnitScale) {
    self.init(symbol: dimension.symbol(in: .zh), dimension: dimension, exactScale: exactScale)
  }

  /// How many base units one of it is.
  public var scale: Double { exactScale.value }

  /// A number in this unit, told in base units.
  public func baseValue(of number: Double) -> Double { exactScale.baseValue(of: number) }

  /// A number in base units, told in this unit.
  public func value(ofBase number: Double) -> Double { exactScale.value(ofBase: number) }

  /// A number in base units, told in this unit to the digits that its text has: 0.07 is 7 %, and
  /// not 7.000000000000001 %, as a product of the nearest binary numbers is.
  ///
  /// - Accuracy: of a unit that is a power of ten of its base unit the shortest text that reads
  ///   back as the number, with its point moved, rounded once; of others as `value(ofBase:)`.
  /// - Complexity: that of writing and reading a number: for what people see, not for trials.
  public func decimalValue(ofBase number: Double) -> Double {
    exactScale.decimalValue(ofBase: number)
  }

  /// Whether numbers in the two units can be added and compared.
  public func hasSameDimension(as other: UnitOfMeasure) -> Bool {
    dimension == other.dimension
  }

  /// The product of two units.
  ///
  /// - Precondition: the product is a unit of sensible size.
  public static func * (left: UnitOfMeasure, right: UnitOfMeasure) -> UnitOfMeasure {
    combined(left, right.exactScale, left.dimension * right.dimension)
  }

  /// The quotient of two units.
  ///
  /// - Precondition: the quotient is a unit of sensible size.
  public static func / (left: UnitOfMeasure, right: UnitOfMeasure) -> UnitOfMeasure {
    combined(left, right.exactScale.reciprocal, left.dimension / right.dimension)
  }

  /// A power of the unit.
  ///
  /// - Precondition: the power is a unit of sensible size.
  public func raised(to exponent: Int) -> UnitOfMeasure {
    let factor = exponent < 0 ? exactScale.reciprocal : exactScale
    var power = UnitOfMeasure.one
    for _ in 0..<abs(exponent) { power = Self.combined(power, factor, .none) }
    return UnitOfMeasure(
      canonical: dimension.raised(to: exponent), exactScale: power.exactScale)
  }

  private static func combined(
    _ left: UnitOfMeasure, _ scale: UnitScale, _ dimension: UnitDimension
  ) -> UnitOfMeasure {
    guard let product = left.exactScale.multiplied(by: scale) else {
      preconditionFailure("a unit beyond the range of exact ratios")
    }
    return UnitOfMeasure(canonical: dimension, exactScale: product)
  }
}

extension UnitOfMeasure {
  /// Plain numbers.
  public static let one = UnitOfMeasure(symbol: "1", dimension: .none)
  /// Parts of a whole, from 0 to 1.
  public static let share = UnitOfMeasure(symbol: "share", dimension: .none)
  /// Hundredths of a whole.
  public static let percent = UnitOfMeasure(
    symbol: "%", dimension: .none, exactScale: UnitScale(1, powerOfTen: -2))
  /// 元.
  public static let yuan = UnitOfMeasure(UnitDimension(.yuan))
  /// 万元.
  public static let tenThousandYuan = UnitOfMeasure(
    symbol: "万元", dimension: UnitDimension(.yuan), exactScale: UnitScale(1, powerOfTen: 4))
  /// 人次: one visit of one person.
  public static let visit = UnitOfMeasure(UnitDimension(.visit))
  /// 人.
  public static let person = UnitOfMeasure(UnitDimension(.person))
  /// 户.
  public static let household = UnitOfMeasure(UnitDimension(.household))
  /// 家: firms.
  public static let firm = UnitOfMeasure(UnitDimension(.firm))
  /// 次: times that something happens.
  public static let occasion = UnitOfMeasure(UnitDimension(.occasion))
  /// 天.
  public static let day = UnitOfMeasure(UnitDimension(.day))
  /// 月.
  public static let month = UnitOfMeasure(UnitDimension(.month))
  /// 年: twelve months.
  public static let year = UnitOfMeasure(
    symbol: "年", dimension: UnitDimension(.month), exactScale: UnitScale(12))
  /// Calendar dates.
  public static let date = UnitOfMeasure(UnitDimension.date)
  /// 米.
  public static let metre = UnitOfMeasure(UnitDimension(.metre))
  /// 公里.
  public static let kilometre = UnitOfMeasure(
    symbol: "km", dimension: UnitDimension(.metre), exactScale: UnitScale(1, powerOfTen: 3))
  /// 平方米.
  public static let squareMetre = UnitOfMeasure(UnitDimension(.metre, exponent: 2))
  /// The Chinese unit of farmland: 15 to a hectare.
  public static let mu = UnitOfMeasure(
    symbol: "亩", dimension: UnitDimension(.metre, exponent: 2),
    exactScale: UnitScale(2, over: 3, powerOfTen: 3))
  /// 公斤.
  public static let kilogram = UnitOfMeasure(UnitDimension(.kilogram))
  /// 吨.
  public static let tonne = UnitOfMeasure(
    symbol: "t", dimension: UnitDimension(.kilogram), exactScale: UnitScale(1, powerOfTen: 3))
}

extension UnitOfMeasure: CustomStringConvertible {
  /// The symbol.
  public var description: String { symbol }
}
