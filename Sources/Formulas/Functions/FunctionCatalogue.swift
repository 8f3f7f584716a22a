import SourceText

extension FormulaFunction {
  /// What there is to say about it.
  public var descriptor: FunctionDescriptor { Self.descriptors[self]! }

  /// Made once: each check of a formula asks for them at every call.
  private static let descriptors = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0, $0.madeDescriptor) })

  private var madeDescriptor: FunctionDescriptor {
    switch self {
    case .add, .subtract, .multiply, .divide, .power, .negate: arithmetic
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: comparison
    case .and, .or, .not, .conditional: logic
    case .minimum, .maximum, .clamp, .absolute, .exp, .log, .squareRoot, .floor, .ceiling,
      .round:
      numbers
    case .sum, .mean, .sumOfLargest: members
    case .previous, .lagged, .yearToDate, .growth, .sumOverPeriods, .minOverPeriods,
      .maxOverPeriods, .meanOverPeriods, .at:
      time
    case .sumOverDays, .meanOverDays, .minOverDays, .maxOverDays, .lastOfDays: days
    case .date, .overlap, .workingDay, .dateOfWorkingDay: dates
    case .normalQuantile, .poissonQuantile, .binomialQuantile: quantiles
    }
  }

  /// The function that a name calls; nil for an unknown name and for an operator.
  public static func named(_ name: String) -> FormulaFunction? { byName[name] }

  /// The names of all functions that are called by name, in the order of the documentation.
  public static let callableNames: [String] = allCases.compactMap { function in
    guard case .call(let name) = function.descriptor.notation else { return nil }
    return name
  }

  private static let byName: [String: FormulaFunction] = {
    var functions: [String: FormulaFunction] = [:]
    for function in allCases {
      if case .call(let name) = function.descriptor.notation { functions[name] = function }
    }
    return functions
  }()
}

// MARK: Operators

extension FormulaFunction {
  private var arithmetic: FunctionDescriptor {
    switch self {
    case .subtract:
      infix(
        .arithmetic, "-", "差", "the difference", .subtraction,
        example("5000万元 - 1200万元", gives: 38_000_000))
    case .multiply:
      infix(
        .arithmetic, "*", "积", "the product", .product,
        example("visits * 65元/人次", [input("visits", .visit, 1000)], gives: 65_000))
    case .divide:
      infix(
        .arithmetic, "/", "商", "the quotient", .quotient,
        example("6000元 / 3人", gives: 2000))
    case .power:
      infix(
        .arithmetic, "^", "幂；从右往左结合", "the power; grouped from the right", .power,
        example("2 ^ 3 ^ 2", gives: 512))
    case .negate:
      FunctionDescriptor(
        group: .arithmetic, notation: .prefix("-"), arguments: ["x"],
        summary: BilingualText(zh: "相反数", en: "the number with the other sign"),
        unitRule: .unchangedAmount, example: example("-2 ^ 2", gives: -4))
    default:
      infix(
        .arithmetic, "+", "和", "the sum", .addition,
        example("0.1亿元 + 5万元", gives: 10_050_000))
    }
  }

  private var comparison: FunctionDescriptor {
    switch self {
    case .lessOrEqual:
      infix(
        .comparison, "<=", "不大于", "1 if x is at most y, else 0", .comparison,
        example("30天 <= 30天", gives: 1))
    case .greater:
      infix(
        .comparison, ">", "大于", "1 if x is greater than y, else 0", .comparison,
        example("3 km > 4000 m", gives: 0))
    case .greaterOrEqual:
      infix(
        .comparison, ">=", "不小于", "1 if x is at least y, else 0", .comparison,
        example("1亿元 >= 10000万元", gives: 1))
    case .equal:
      infix(
        .comparison, "==", "等于", "1 if the two are the same, else 0", .comparison,
        example("1吨 == 1000 kg", gives: 1))
    case .notEqual:
      infix(
        .comparison, "!=", "不等于", "1 if the two differ, else 0", .comparison,
        example("14条 != 13条", gives: 1))
    default:
      infix(
        .comparison, "<", "小于", "1 if x is less than y, else 0", .comparison,
        example("5% < 4.5‰", gives: 0))
    }
  }

  private var logic: FunctionDescriptor {
    switch self {
    case .or:
      infix(
        .logic, "or", "或：任一不为 0", "1 if either is not 0, else 0", .plainNumber,
        example("1 > 2 or 3 > 2", gives: 1))
    case .not:
      FunctionDescriptor(
        group: .logic, notation: .prefix("not"), arguments: ["x"],
        summary: BilingualText(zh: "非：为 0 得 1", en: "1 if x is 0, else 0"),
        unitRule: .plainNumber, example: example("not 3 > 2", gives: 0))
    case .conditional:
      call(
        .logic, "if", ["condition", "x", "y"], "条件不为 0 时取 x，否则取 y",
        "x if the condition is not 0, else y", .choice,
        example("if(period.month >= 9, 300元, 100元)", gives: 100))
    default:
      infix(
        .logic, "and", "与：两者均不为 0", "1 if neither is 0, else 0", .plainNumber,
        example("1 > 2 and 3 > 2", gives: 0))
    }
  }
}

// MARK: Functions called by name

extension FormulaFunction {
  private var numbers: FunctionDescriptor {
    switch self {
    case .maximum:
      call(
        .numbers, "max", ["x", "…"], "最大者", "the largest", .common,
        example("max(3天, 5天, 4天)", gives: 5))
    case .clamp:
      call(
        .numbers, "clamp", ["x", "lower", "upper"], "限制在上下限之间",
        "x, or the bound that it is beyond", .common,
        example("clamp(130%, 0, 100%)", gives: 1))
    case .absolute:
      call(
        .numbers, "abs", ["x"], "绝对值", "the number without its sign", .unchangedAmount,
        example("abs(3万元 - 5万元)", gives: 20_000))
    case .exp:
      call(
        .numbers, "exp", ["x"], "自然指数", "e to the power x", .plainNumber,
        example("exp(0)", gives: 1))
    case .log:
      call(
        .numbers, "log", ["x"], "自然对数", "the natural logarithm", .plainNumber,
        example("log(exp(2))", gives: 2))
    case .squareRoot:
      call(
        .numbers, "sqrt", ["x"], "平方根", "the square root", .squareRoot,
        example("sqrt(9平方米)", gives: 3))
    case .floor:
      call(
        .numbers, "floor", ["x"], "向下取整（按基本单位）", "rounded down to a whole base unit",
        .unchanged, example("floor(2.7人)", gives: 2))
    case .ceiling:
      call(
        .numbers, "ceiling", ["x"], "向上取整（按基本单位）", "rounded up to a whole base unit",
        .unchanged, example("ceiling(2.2人)", gives: 3))
    case .round:
      call(
        .numbers, "round", ["x"], "取最近的整数（按基本单位，恰为一半时取偶数）",
        "rounded to the nearest whole base unit, halves to the even one", .unchanged,
        example("round(2.5人)", gives: 2))
    default:
      call(
        .numbers, "min", ["x", "…"], "最小者", "the smallest", .common,
        example("min(3天, 5天, 4天)", gives: 3))
    }
  }

  private var members: FunctionDescriptor {
    switch self {
    case .mean:
      call(
        .members, "mean", ["x", "…"], "平均", "the mean of the arguments", .common,
        example("mean(3天, 5天, 7天)", gives: 5))
    case .sumOfLargest:
      call(
        .members, "sumOfLargest", ["number", "x", "…"],
        "其中最大的若干项之和；number 为固定整数；可用 * 代表一段名称",
        "the sum of so many of the arguments as are the largest; the number is written out, `*` in "
          + "a name stands for any one segment", .ranked,
        example("sumOfLargest(2, 3万元, 9万元, 5万元)", gives: 140_000))
    default:
      call(
        .members, "sum", ["x", "…"], "合计；可用 * 代表一段名称",
        "the sum of the arguments; `*` in a name stands for any one segment", .commonAmount,
        example(
          "sum(tax.*.local)",
          [input("tax.vat.local", .yuan, 20), input("tax.stamp.local", .yuan, 5)], gives: 25))
    }
  }

  private var time: FunctionDescriptor {
    switch self {
    case .lagged:
      call(
        .time, "lagged", ["x", "periods", "initial?"],
        "若干期之前的数值；期数是写定的正整数，首期之前取 initial 或历史值",
        "x so many periods before, a whole number that is written out; before the first period the "
          + "initial value, or x's history", .earlierValue,
        example("lagged(taxes, 2, 4元)", [input("taxes", .yuan, 5, 7, 9)], gives: 4, 4, 5))
    case .yearToDate:
      call(
        .time, "yearToDate", ["x"], "本年累计", "the sum since the year or the horizon began",
        .unchangedAmount,
        example("yearToDate(taxes)", [input("taxes", .yuan, 5, 7, 9)], gives: 5, 12, 21))
    case .growth:
      call(
        .time, "growth", ["x", "base?"], "同比增长；或相对 base 的增长",
        "x over its value a year before, less one; or x over the base, less one", .ratio,
        example("growth(taxes, 50元)", [input("taxes", .yuan, 60)], gives: 60.0 / 50 - 1))
    case .sumOverPeriods:
      call(
        .time, "sumOverPeriods", ["x"], "各期合计", "the sum over all periods", .unchangedAmount,
        example("sumOverPeriods(taxes)", [input("taxes", .yuan, 5, 7, 9)], gives: 21))
    case .minOverPeriods:
      call(
        .time, "minOverPeriods", ["x"], "各期最小", "the smallest of all periods", .unchanged,
        example("minOverPeriods(taxes)", [input("taxes", .yuan, 5, 7, 9)], gives: 5))
    case .maxOverPeriods:
      call(
        .time, "maxOverPeriods", ["x"], "各期最大", "the largest of all periods", .unchanged,
        example("maxOverPeriods(taxes)", [input("taxes", .yuan, 5, 7, 9)], gives: 9))
    case .meanOverPeriods:
      call(
        .time, "meanOverPeriods", ["x"], "各期平均", "the mean of all periods", .unchanged,
        example("meanOverPeriods(taxes)", [input("taxes", .yuan, 5, 7, 9)], gives: 7))
    case .at:
      call(
        .time, "at", ["x", "date"], "某日所在期的数值", "x in the period that contains a fixed date",
        .valueAtDate,
        example("at(taxes, date(2024, 2, 15))", [input("taxes", .yuan, 5, 7, 9)], gives: 7))
    default:
      call(
        .time, "previous", ["x", "initial?"], "上一期的数值；首期取 initial 或历史值",
        "x in the period before; in the first period the initial value, or x's history", .common,
        example("previous(taxes, 4元)", [input("taxes", .yuan, 5, 7, 9)], gives: 4, 5, 7))
    }
  }

  private var days: FunctionDescriptor {
    switch self {
    case .meanOverDays:
      call(
        .days, "meanOverDays", ["x"], "本期各日平均", "the mean of the days of the period",
        .unchanged, example("meanOverDays(day.ofMonth)", gives: 16, 15, 16))
    case .minOverDays:
      call(
        .days, "minOverDays", ["x"], "本期各日最小", "the smallest of the days of the period",
        .unchanged, example("minOverDays(day.index)", gives: 0, 31, 60))
    case .maxOverDays:
      call(
        .days, "maxOverDays", ["x"], "本期各日最大", "the largest of the days of the period",
        .unchanged, example("maxOverDays(day.ofMonth)", gives: 31, 29, 31))
    case .lastOfDays:
      call(
        .days, "lastOfDays", ["x"], "本期最后一日的数值", "x on the last day of the period",
        .unchanged, example("lastOfDays(day.weekday)", gives: 3, 4, 7))
    default:
      call(
        .days, "sumOverDays", ["x"], "本期各日合计", "the sum over the days of the period",
        .unchangedAmount,
        example("sumOverDays(if(day.weekday == 6, 40人次, 0))", gives: 160, 160, 200))
    }
  }

  private var dates: FunctionDescriptor {
    switch self {
    case .overlap:
      call(
        .dates, "overlap", ["start", "end", "otherStart", "otherEnd"],
        "两个时段共有的天数（止日不含）", "the days that two spans share; each span ends before its end date",
        .sharedDays,
        example(
          "overlap(date(2024, 2, 20), date(2024, 3, 5), date(2024, 3, 1), date(2024, 4, 1))",
          gives: 4))
    case .workingDay:
      call(
        .dates, "workingDay", ["date", "calendar"], "到该时刻为止的工作日序数",
        "the working days of a calendar that have elapsed at a date", .workingDays,
        example("workingDay(date(1970, 1, 12), calendars.week)", gives: 7))
    case .dateOfWorkingDay:
      call(
        .dates, "dateOfWorkingDay", ["number", "calendar"], "达到该工作日序数的最早时刻",
        "the earliest moment at which so many working days have elapsed", .dateOfWorkingDays,
        example("dateOfWorkingDay(7天, calendars.week)", gives: 9))
    default:
      call(
        .dates, "date", ["year", "month", "day"], "日期（固定数字）",
        "the date with these numbers, which are written out", .calendarDate,
        example("date(2024, 3, 1) + 7天", gives: 19790))
    }
  }

  private var quantiles: FunctionDescriptor {
    switch self {
    case .poissonQuantile:
      call(
        .quantiles, "poissonQuantile", ["p", "mean"], "泊松分布的分位数",
        "the quantile of a Poisson distribution", .quantileOfCount,
        example("poissonQuantile(0.5, 3起)", gives: 3))
    case .binomialQuantile:
      call(
        .quantiles, "binomialQuantile", ["p", "n", "probability"], "二项分布的分位数",
        "the quantile of the successes in n attempts", .quantileOfCount,
        example("binomialQuantile(0.5, 10家, 30%)", gives: 3))
    default:
      call(
        .quantiles, "normalQuantile", ["p"], "标准正态分布的分位数",
        "the quantile of the standard normal distribution", .plainNumber,
        example("normalQuantile(0.5)", gives: 0))
    }
  }
}

// MARK: Making descriptors

private func infix(
  _ group: FunctionDescriptor.Group, _ mark: String, _ chinese: String, _ english: String,
  _ unitRule: UnitRule, _ example: FunctionExample
) -> FunctionDescriptor {
  FunctionDescriptor(
    group: group, notation: .infix(mark), arguments: ["x", "y"],
    summary: BilingualText(zh: chinese, en: english), unitRule: unitRule, example: example)
}

private func call(
  _ group: FunctionDescriptor.Group, _ name: String, _ arguments: [String], _ chinese: String,
  _ english: String, _ unitRule: UnitRule, _ example: FunctionExample
) -> FunctionDescriptor {
  FunctionDescriptor(
    group: group, notation: .call(name), arguments: arguments,
    summary: BilingualText(zh: chinese, en: english), unitRule: unitRule, example: example)
}

private func example(
  _ formula: String, _ inputs: [FunctionExample.Input] = [], gives values: Double...
) -> FunctionExample {
  FunctionExample(formula: formula, inputs: inputs, gives: values)
}

private func input(
  _ name: String, _ unit: UnitOfMeasure, _ values: Double...
) -> FunctionExample.Input {
  FunctionExample.Input(name: name, unit: unit, values: values)
}
