extension DiagnosticCode {
  /// What kind of mistake it is, in a few words.
  public var headline: BilingualText {
    switch self {
    case .emptyFile: text("文件为空", "empty file")
    case .invalidUTF8: text("编码不是 UTF-8", "not UTF-8")
    case .syntax: text("写法有误", "syntax error")
    case .truncated: text("文件不完整", "file cut off")
    case .nestingTooDeep: text("嵌套过深", "nested too deep")
    case .duplicateKey: text("键重复", "key given twice")
    case .csvHeader: text("表头有误", "wrong header row")
    case .csvQuote: text("引号有误", "wrong quotes")
    case .csvRaggedRow: text("列数不符", "wrong number of cells")
    case .unreadableFile: text("文件无法读取", "file cannot be read")
    case .includeOutsideFolder: text("引用越出文件夹", "include outside the folder")
    case .includeCycle: text("循环引用", "include in a circle")
    case .unknownKey: text("未知的键", "unknown key")
    case .missingKey: text("缺少键", "missing key")
    case .wrongType: text("类型不符", "wrong type")
    case .invalidValue: text("取值无效", "invalid value")
    case .numberOverflow: text("数值过大", "number too large")
    case .duplicateID: text("标识重复", "id given twice")
    case .unknownUnit: text("未知的单位", "unknown unit")
    case .unknownDistribution: text("未知的分布", "unknown distribution")
    case .distributionParameters: text("分布参数有误", "wrong distribution parameters")
    case .unknownPath: text("路径不存在", "unknown path")
    case .unknownColumn: text("未知的列", "unknown column")
    case .missingPeriod: text("缺少时段", "missing period")
    case .duplicatePeriod: text("时段重复", "period given twice")
    case .mixedFrequencies: text("频率混杂", "mixed frequencies")
    case .runningTotal: text("累计数", "total since January")
    case .notRepresented: text("未能照搬", "not taken over as it is")
    case .formulaSyntax: text("公式写法有误", "formula syntax error")
    case .unknownName: text("未知的名称", "unknown name")
    case .unknownFunction: text("未知的函数", "unknown function")
    case .argumentCount: text("参数个数不符", "wrong number of arguments")
    case .unitMismatch: text("单位不一致", "units do not agree")
    case .cycle: text("循环依赖", "circular dependency")
    case .timing: text("时序有误", "wrong timing")
    case .periodOutsideHorizon: text("时段超出预测期", "period outside the horizon")
    case .notPositiveDefinite: text("相关矩阵自相矛盾", "contradictory correlations")
    case .correlation: text("相关系数有误", "wrong correlation")
    case .memoryBudget: text("内存不足", "memory budget exceeded")
    case .nonFinite: text("结果不是有限数", "result is not finite")
    }
  }
}

private func text(_ zh: String, _ en: String) -> BilingualText {
  BilingualText(zh: zh, en: en)
}
