/// What a column of a history, or of actuals, is for, by its name.
public enum ColumnRole: String, CaseIterable, Sendable {
  case period, year, month, quarter, time
  case value, series
  case frequency, startYear, startPeriod, index
  case unit, label, known, definition
  case source, note, rownames

  /// Other names under which planners, yearbooks and programs write it.
  private var otherNames: [String] {
    switch self {
    case .period:
      ["date", "ds", "时期", "期间", "时段", "日期", "年月", "所属期", "时间", "统计时间", "报告期"]
    case .year: ["年", "年份", "年度"]
    case .month: ["月", "月份"]
    case .quarter: ["季", "季度"]
    case .time: []
    case .value: ["amount", "y", "值", "数值", "金额", "数"]
    case .series: ["indicator", "unique_id", "系列", "序列", "指标", "指标标识", "项目"]
    case .frequency: ["freq", "频率"]
    case .startYear: ["start_year"]
    case .startPeriod: ["start_period"]
    case .index: []
    case .unit: ["单位", "计量单位"]
    case .label: ["名称"]
    case .known: ["vintage", "已知日期", "公布日期", "发布日期", "公布时间"]
    case .definition: ["口径"]
    case .source: ["来源", "数据来源", "出处"]
    case .note: ["备注", "说明", "remark"]
    case .rownames: ["rowname", "row.names", "序号"]
    }
  }

  private static let byName: [String: ColumnRole] = {
    var roles: [String: ColumnRole] = [:]
    for role in allCases {
      for name in [role.rawValue] + role.otherNames { roles[name.lowercased()] = role }
    }
    return roles
  }()

  /// The role of a column with this name, blanks around it and capitals apart; nil where the name
  /// is not known.
  public static func named(_ name: String) -> ColumnRole? { byName[name.lowercased()] }

  /// The names that a message can offer.
  static let offered = allCases.filter { $0 != .rownames }.map(\.rawValue)
}
