import Formulas
import Probability
import SourceText

/// Random values that move together, joined by a copula.
struct DeclaredCorrelation: Component {
  static let id = Field(
    "id", .id, .optional, zh: "标识；缺省用第一个随机量的路径",
    en: "its name in correlations.csv; the first stream when left out")
  static let streams = Field(
    "streams", .list(.text), zh: "相关的随机量；由历史拟合的数值以其冲击参与",
    en: "the id paths of the random values; what continues a history goes along by its shocks")
  static let correlation = Field(
    "correlation", .quantity(.one), .optional, zh: "两两相关系数",
    en: "the correlation of every two of them")
  static let matrix = Field(
    "matrix", .list(.list(.quantity(.one))), .optional, zh: "相关矩阵",
    en: "a row of correlations for each of them")
  static let from = Field(
    "from", .choice(["residuals"]), .optional, zh: "由拟合残差估计相关系数",
    en: "residuals: the correlations of what the fits of these values missed, instead of given "
      + "ones")
  static let measure = Field(
    "measure", .choice(CorrelationMeasure.allCases.map(\.rawValue)), .defaults(to: "scores"),
    zh: "相关系数的含义：正态得分（copula 参数）、秩（Spearman）、Kendall、数值本身（Pearson）",
    en: "what they are correlations of: the normal scores, the ranks (Spearman), the order of "
      + "pairs of trials (Kendall), or the values themselves (Pearson)")
  static let copula = Field(
    "copula", .oneOf([GaussianCopula.descriptor, StudentCopula.descriptor]),
    .defaults(to: "gaussian"), zh: "联结方式：极端值是否一起出现",
    en: "whether extremes come together")
  static let repair = Field(
    "repair", .boolean, .defaults(to: "false"), zh: "矩阵自相矛盾时是否改用最近的可行矩阵",
    en: "whether contradictory correlations are replaced by the nearest that can hold together")
  static let largestChange = Field(
    "largestChange", .quantity(.one), .optional, zh: "修正时单个系数允许的最大改动",
    en: "by how much the repair may change a correlation")

  static let descriptor = ObjectDescriptor(
    "correlation", zh: "相关性", en: "random values that move together",
    fields: [id, streams, correlation, matrix, from, measure, copula, repair, largestChange],
    example: #"{ "streams": ["fiscal.vat.shock", "fiscal.stamp.shock"], "correlation": 0.5 }"#)

  let correlation: Correlation?

  init(_ reader: ObjectReader) {
    let streams = reader.texts(Self.streams).map { Self.stream(of: $0, reader.context) }
    let name = reader.has(Self.id) ? reader.idPath : streams.first ?? reader.idPath
    if reader.has(Self.id) { _ = reader.id() }
    let measure = reader.choice(Self.measure).flatMap(CorrelationMeasure.init(rawValue:))
    let copula = Self.copula(reader)
    let largestChange = Self.largestChange(reader)
    guard let (entries, basis) = Self.entries(reader, name, streams) else {
      correlation = nil
      return
    }
    do {
      let dependence = try Dependence(
        measure ?? .scores, copula, variables: streams.count, entries: entries,
        largestChange: largestChange)
      let (node, path) = Self.place(reader)
      correlation = Correlation(
        name: name, streams: streams, dependence: dependence, basis: basis,
        origin: reader.node.range,
        place: (node.range, path.description))
    } catch {
      correlation = nil
      let (node, path) = Self.place(reader)
      reader.context.report(correlationDiagnostic(error, streams, at: node, path))
    }
  }

  /// The stream by which a value moves with others.
  private static func stream(of name: String, _ context: ReadingContext) -> String {
    let shock = Fit.shock(of: name)
    if context.fits[name] != nil { return shock }
    // What continued a history until a change made it certain keeps its place in the group.
    let isUncertain = context.assumptions.contains { $0.id == name && $0.isUncertain }
    return context.former.draws[shock] != nil && !isUncertain ? shock : name
  }

  private static func place(_ reader: ObjectReader) -> (node: JSONNode, path: JSONPath) {
    reader.member(matrix) ?? reader.member(correlation) ?? reader.member(from)
      ?? (reader.node, reader.path)
  }

  /// The largest change that is allowed; nil without a permission to repair.
  private static func largestChange(_ reader: ObjectReader) -> Double? {
    let largest = reader.quantity(largestChange)
    let isAllowed = reader.boolean(repair) ?? false
    if let largest, !isAllowed || !(largest > 0 && largest <= 2) {
      reader.reportInvalid(
        largestChange, .init(zh: "不允许这样大的改动", en: "nothing may change by this much"),
        expected: .init(
          zh: "大于 0、不超过 2 的数，并写 \"repair\": true",
          en: "a number above 0 and at most 2, beside \"repair\": true"))
    }
    return isAllowed ? largest ?? .infinity : nil
  }

  private static func copula(_ reader: ObjectReader) -> Copula {
    guard let inner = reader.chosen(copula) else { return .gaussian }
    guard inner.key == StudentCopula.descriptor.name else { return .gaussian }
    guard let degrees = inner.reader.quantity(StudentCopula.degreesOfFreedom) else {
      return .gaussian
    }
    guard Copula.degreesOfFreedom.contains(degrees) else {
      inner.reader.reportInvalid(
        StudentCopula.degreesOfFreedom,
        .init(zh: "没有这样的联结方式", en: "there is no such copula"),
        expected: .init(
          zh: "1 到 1000 的数；越小，极端值越常一起出现",
          en: "a number from 1 to 1000; the fewer, the more extremes come together"))
      return .gaussian
    }
    return .studentT(degreesOfFreedom: degrees)
  }

  /// The correlations, and where they come from.
  private static func entries(
    _ reader: ObjectReader, _ name: String, _ streams: [String]
  ) -> ([Double], String)? {
    if reader.has(from) {
      return formerEntries(reader, name, streams) ?? residualEntries(reader)
    }
    return givenEntries(reader, streams.count).map { ($0, Correlation.given) }
  }

  /// The correlations of residuals as they were before a change that left one of the fits out: its
  /// residuals are gone with it, and the others go on moving together as they did.
  private static func formerEntries(
    _ reader: ObjectReader, _ name: String, _ streams: [String]
  ) -> ([Double], String)? {
    let fitted = Set(reader.context.fits.keys.map(Fit.shock))
    guard streams.contains(where: { !fitted.contains($0) }),
      let group = reader.context.former.groups.first(where: {
        $0.name == name && $0.streams == streams
      })
    else { return nil }
    return (group.dependence.declared, group.basis)
  }

  private static func givenEntries(_ reader: ObjectReader, _ count: Int) -> [Double]? {
    if let all = reader.quantity(correlation) {
      return (0..<(count * count)).map { $0 / count == $0 % count ? 1 : all }
    }
    guard let (node, path) = reader.member(matrix) else {
      reader.context.report(
        Diagnostic(
          .missingKey,
          .init(
            zh: "相关性写一个系数或一个矩阵", en: "a correlation has a number or a matrix"),
          at: reader.node.range, path: reader.path.description,
          expected: .init(
            zh: "\"correlation\"、\"matrix\" 或 \"from\"",
            en: "\"correlation\", \"matrix\" or \"from\"")))
      return nil
    }
    return reader.matrix(node, path, rows: count, columns: count)
  }
}

/// What is wrong with a matrix, naming the random values that it is about.
func correlationDiagnostic(
  _ error: CorrelationError, _ streams: [String], at node: JSONNode, _ path: JSONPath
) -> Diagnostic {
  func mistake(_ message: BilingualText, _ expected: BilingualText) -> Diagnostic {
    Diagnostic(
      .correlation, message, at: node.range, path: path.description, expected: expected,
      found: .same(node.excerpt))
  }
  switch error {
  case .wrongSize(let expected, let found):
    return mistake(
      .init(zh: "矩阵有 \(found) 个数", en: "the matrix has \(found) entries"),
      .init(zh: "\(expected) 个数", en: "\(expected) entries"))
  case .outOfRange(let row, let column):
    return mistake(
      .init(
        zh: "“\(streams[row])”与“\(streams[column])”的相关系数超出范围",
        en: "the correlation of '\(streams[row])' and '\(streams[column])' is no correlation"),
      .init(zh: "-1 到 1 的数", en: "a number from -1 to 1"))
  case .diagonalNotOne(let variable):
    return mistake(
      .init(
        zh: "“\(streams[variable])”与自身的相关系数不是 1",
        en: "'\(streams[variable])' is not wholly correlated with itself"),
      .init(zh: "对角线上都是 1", en: "1 on the diagonal"))
  case .asymmetric(let row, let column):
    return mistake(
      .init(
        zh: "“\(streams[row])”与“\(streams[column])”有两个不同的相关系数",
        en: "'\(streams[row])' and '\(streams[column])' have two different correlations"),
      .init(zh: "对称的矩阵", en: "a symmetric matrix"))
  case .notPositiveDefinite:
    preconditionFailure("whether they can hold together is known with the distributions only")
  }
}
