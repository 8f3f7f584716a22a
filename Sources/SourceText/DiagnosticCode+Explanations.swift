extension DiagnosticCode {
  /// Why it is refused, and how to mend it: one to three sentences.
  public var explanation: BilingualText {
    switch self {
    case .emptyFile: .emptyFile
    case .invalidUTF8: .invalidUTF8
    case .syntax: .syntax
    case .truncated: .truncated
    case .nestingTooDeep: .nestingTooDeep
    case .duplicateKey: .duplicateKey
    case .csvHeader: .csvHeader
    case .csvQuote: .csvQuote
    case .csvRaggedRow: .csvRaggedRow
    case .unreadableFile: .unreadableFile
    case .includeOutsideFolder: .includeOutsideFolder
    case .includeCycle: .includeCycle
    case .unknownKey: .unknownKey
    case .missingKey: .missingKey
    case .wrongType: .wrongType
    case .invalidValue: .invalidValue
    case .numberOverflow: .numberOverflow
    case .duplicateID: .duplicateID
    case .unknownUnit: .unknownUnit
    case .unknownDistribution: .unknownDistribution
    case .distributionParameters: .distributionParameters
    case .unknownPath: .unknownPath
    case .unknownColumn: .unknownColumn
    case .missingPeriod: .missingPeriod
    case .duplicatePeriod: .duplicatePeriod
    case .mixedFrequencies: .mixedFrequencies
    case .runningTotal: .runningTotal
    case .notRepresented: .notRepresented
    case .formulaSyntax: .formulaSyntax
    case .unknownName: .unknownName
    case .unknownFunction: .unknownFunction
    case .argumentCount: .argumentCount
    case .unitMismatch: .unitMismatch
    case .cycle: .cycle
    case .timing: .timing
    case .periodOutsideHorizon: .periodOutsideHorizon
    case .notPositiveDefinite: .notPositiveDefinite
    case .correlation: .correlation
    case .memoryBudget: .memoryBudget
    case .nonFinite: .nonFinite
    }
  }
}

extension BilingualText {
  fileprivate static let emptyFile = BilingualText(
    zh: "文件里没有任何内容。请检查文件名是否正确，保存时是否出错。",
    en: "There is nothing in the file to read. Check that it is the right file, and that it "
      + "was saved.")

  fileprivate static let invalidUTF8 = BilingualText(
    zh: "文件必须用 UTF-8 编码，否则中文会读错。请在原来的软件里打开，另存为 UTF-8；Excel 中选“CSV UTF-8”。",
    en: "Files are read as UTF-8; read in any other encoding, Chinese would turn into other "
      + "characters. Open the file where it was made and save it as UTF-8; in Excel choose "
      + "'CSV UTF-8'.")

  fileprivate static let syntax = BilingualText(
    zh: "此处不符合 JSON 的写法，常见原因是缺少或多出逗号、用了全角标点、键没有加双引号。JSON 也没有注释，说明请写在 \"note\" 键里。",
    en: "The text is not JSON at this place: most often a comma is missing or too many, "
      + "punctuation is full-width, or a key has no quotes. JSON has no comments either; "
      + "remarks belong into a \"note\" key.")

  fileprivate static let truncated = BilingualText(
    zh: "文件在括号或引号闭合之前就结束了，多半是没有复制或下载完整。请补全，或重新取得文件。",
    en: "The file ends while brackets or quotes are still open, mostly because it was not "
      + "copied or downloaded whole. Complete it, or fetch it again.")

  fileprivate static let nestingTooDeep = BilingualText(
    zh: "对象和数组一层套一层，超过了允许的层数；正常的情景用不到二十层。请检查文件是否由程序误生成。",
    en: "Objects and arrays stand inside one another more often than is allowed; a plan needs "
      + "fewer than twenty levels. Check whether a program made the file by mistake.")

  fileprivate static let duplicateKey = BilingualText(
    zh: "同一个对象里同一个键出现了两次，无法判断以哪个为准。请删去或改名其中一个。",
    en: "One object gives the same key twice, and nothing says which of the two counts. "
      + "Remove or rename one.")

  fileprivate static let csvHeader = BilingualText(
    zh: "表头的每一列都要有名称，而且不能重名，因为各列按名称读取。",
    en: "Every column needs a name in the header row, and no two the same name, because "
      + "columns are looked up by name.")

  fileprivate static let csvQuote = BilingualText(
    zh: "单元格的双引号要成对，且只能在单元格的首尾；内容里的双引号要写成两个。",
    en: "The quotes of a cell stand at its begin and end, in pairs; a quote inside the cell "
      + "is written twice.")

  fileprivate static let csvRaggedRow = BilingualText(
    zh: "这一行的单元格数与表头不同，多半是内容里的逗号没有加双引号。",
    en: "The row has more or fewer cells than the header, mostly because a comma inside a "
      + "cell is not quoted.")

  fileprivate static let unreadableFile = BilingualText(
    zh: "文件不存在，或没有读取权限。请检查路径和文件名的大小写。",
    en: "The file does not exist, or may not be read. Check the path, and capitals in the "
      + "name.")

  fileprivate static let includeOutsideFolder = BilingualText(
    zh: "情景只能引用自己所在文件夹之内的文件，这样整个文件夹复制到哪里都能得到同样的结果。",
    en: "A scenario includes only files inside its own folder, so that the folder gives the "
      + "same results wherever it is copied. Move the file there.")

  fileprivate static let includeCycle = BilingualText(
    zh: "文件互相引用成了一个圈，永远读不完。请去掉其中一处引用。",
    en: "Files include one another in a circle and would never be read to the end. Remove one "
      + "of the includes.")

  fileprivate static let unknownKey = BilingualText(
    zh: "此处没有这个键，多半是拼写错误；若忽略它，所填的数就不起作用。",
    en: "There is no such key at this place; mostly it is misspelt. Were it passed over, its "
      + "value would silently have no effect.")

  fileprivate static let missingKey = BilingualText(
    zh: "缺少必须填写的键，没有它就无法测算。",
    en: "A key that has no default is missing, and nothing can be computed without it.")

  fileprivate static let wrongType = BilingualText(
    zh: "值的类型不对，例如该写数字的地方写了文字。",
    en: "The value is of another kind than is needed, such as a text in place of a number.")

  fileprivate static let invalidValue = BilingualText(
    zh: "值的类型正确，但不在允许的范围或选项之内。",
    en: "The value is of the right kind, but outside of what is allowed for it.")

  fileprivate static let numberOverflow = BilingualText(
    zh: "数值超出了计算机双精度数能表示的范围。请检查指数和单位。",
    en: "The number is larger than double precision can hold. Check its exponent and its "
      + "unit.")

  fileprivate static let duplicateID = BilingualText(
    zh: "两个条目用了同一个标识，公式里就无法区分它们。",
    en: "Two entries have the same id, so that a formula could not tell them apart. Rename "
      + "one.")

  fileprivate static let unknownUnit = BilingualText(
    zh: "不认识这个单位。请用列出的单位，或用 ^、* 和 / 组合。",
    en: "The unit is not known. Use one of those listed, or combine them with *, / and ^.")

  fileprivate static let unknownDistribution = BilingualText(
    zh: "不认识这个分布。请用列出的分布之一，并检查拼写。",
    en: "The distribution is not known. Use one of those listed, and check the spelling.")

  fileprivate static let distributionParameters = BilingualText(
    zh: "分布的参数缺失、多余或互相矛盾，例如最低值大于最高值。",
    en: "Parameters of the distribution are missing, too many, or contradict each other, such "
      + "as a low value above the high one.")

  fileprivate static let unknownPath = BilingualText(
    zh: "路径指向的内容不存在。请检查每一级的名称。",
    en: "The path leads to nothing. Check the name at each of its steps.")

  fileprivate static let unknownColumn = BilingualText(
    zh: "历史数据表中有一列既不是时段、数值，也不是其他认识的列。请检查列名，或指明要读取的列。",
    en: "A column of the history is neither a period nor a value nor any other that is known. "
      + "Check its name, or say which columns are to be read.")

  fileprivate static let missingPeriod = BilingualText(
    zh: "历史数据的时段之间有缺口。请补上该行（数值可以留空），或声明按缺测处理。",
    en: "Between two periods of the history others are missing. Add a row for each, with an "
      + "empty value where nothing is known, or ask for gaps to be taken as missing values.")

  fileprivate static let duplicatePeriod = BilingualText(
    zh: "同一序列的同一时段有两个数，无法判断以哪个为准。若是修订，请在 known 列写明各自的公布日期。",
    en: "One series gives the same period twice, and nothing says which of the two counts. "
      + "Where one revises the other, give the day on which each became known in a column "
      + "'known'.")

  fileprivate static let mixedFrequencies = BilingualText(
    zh: "同一序列里混有年、季、月等不同频率的数。请分成不同的序列，或删去合计行。",
    en: "Years, quarters and months stand in one series. Make them series of their own, or "
      + "remove the rows that are sums of others.")

  fileprivate static let runningTotal = BilingualText(
    zh: "数值是或像是本年累计数：预测需要当期数。请声明为累计，由程序逐期相减；累计数下降的，可能是退库，也可能是笔误。",
    en: "The values are, or look like, totals since January, and forecasts need what each "
      + "period brought. Declare them as cumulative and they are subtracted; a total that falls "
      + "is a refund or a mistake.")

  fileprivate static let notRepresented = BilingualText(
    zh: "导入的计划中有本语言无法表达、或表达方式不同的内容；提示里写明它变成了什么。请逐条核对，需要时在结果中补写。",
    en: "The imported plan says something that the language of works cannot say, or says "
      + "differently; the last line tells what becomes of it. Go through them, and add by hand "
      + "what matters.")

  fileprivate static let formulaSyntax = BilingualText(
    zh: "公式写得不完整或多出符号，例如括号不成对、少了运算符。",
    en: "The formula is incomplete or has something too much, such as a bracket without its "
      + "partner or a missing operator.")

  fileprivate static let unknownName = BilingualText(
    zh: "公式里的名称既不是指标，也不是输入。请检查拼写和前缀。",
    en: "A name in the formula is neither an indicator nor an input. Check its spelling and "
      + "its prefix.")

  fileprivate static let unknownFunction = BilingualText(
    zh: "公式里没有这个函数。请用列出的函数之一。",
    en: "Formulas have no such function. Use one of those listed.")

  fileprivate static let argumentCount = BilingualText(
    zh: "函数的参数个数不对。",
    en: "The function is given more or fewer arguments than it takes.")

  fileprivate static let unitMismatch = BilingualText(
    zh: "不同单位的数不能相加或比较，例如万元与人次。请换算，或检查公式。",
    en: "Quantities of different units cannot be added or compared, such as money and visits. "
      + "Convert one, or check the formula.")

  fileprivate static let cycle = BilingualText(
    zh: "几个指标在同一时段内互相依赖，谁都算不出来。若要用上一时段的值，请用 previous。",
    en: "Indicators need one another within the same period, so that none can be computed "
      + "first. Where the period before is meant, write previous.")

  fileprivate static let timing = BilingualText(
    zh: "公式用到了此时还不存在的值，例如在预测期开始前引用各时段的结果。",
    en: "The formula uses a value that does not exist at that time, such as the result of a "
      + "period before the first one has begun.")

  fileprivate static let periodOutsideHorizon = BilingualText(
    zh: "所指的时段不在预测期之内。请修改时段或延长预测期。",
    en: "The period lies outside the horizon. Change it, or lengthen the horizon.")

  fileprivate static let notPositiveDefinite = BilingualText(
    zh: "这些相关系数不可能同时成立，例如甲乙、乙丙高度正相关而甲丙负相关。请调小其中一些。",
    en: "No quantities can have these correlations at once, such as two strongly positive "
      + "ones around a triangle whose third is negative. Weaken some of them.")

  fileprivate static let correlation = BilingualText(
    zh: "相关系数必须在 -1 和 1 之间，且每一对只写一次。",
    en: "A correlation lies between -1 and 1, and each pair is given once.")

  fileprivate static let memoryBudget = BilingualText(
    zh: "所要保留的结果放不进允许的内存。请减少试验次数或保留的指标，或提高内存上限。",
    en: "The results to keep do not fit into the memory allowed. Ask for fewer trials or "
      + "indicators, or raise the budget.")

  fileprivate static let nonFinite = BilingualText(
    zh: "计算得到了无穷大或无意义的数，多半是除以零或对负数取对数。",
    en: "The computation gave an infinity or no number at all, mostly from a division by zero "
      + "or the logarithm of a negative number.")
}
