import SourceText
import Vocabulary

/// What random numbers decide, in words: streams are named for formulas, in English and shortly.
///
/// - Parameter name: the part of a stream's name behind that of its object, such as `leavesBy` or
///   `retry.fails2`.
/// - Returns: what is not known by a word keeps its name.
func streamWords(_ name: some StringProtocol) -> BilingualText {
  var parts = name.split(separator: ".").map { word(String($0)) }
  // Of several tries each fails by itself, and the word says so.
  if parts.count > 1, name.hasPrefix("retry.") { parts.removeFirst() }
  return BilingualText(
    zh: parts.map(\.zh).joined(separator: "："), en: parts.map(\.en).joined(separator: ": "))
}

/// A number behind a word counts tries or places: `fails2`.
private func word(_ part: String) -> BilingualText {
  let stem = String(part.reversed().drop { $0.isASCII && $0.isNumber }.reversed())
  let number = part.dropFirst(stem.count)
  if let stage = pipelineWords(part) { return stage }
  guard let known = words[stem] else { return BilingualText(zh: part, en: part) }
  return BilingualText(
    zh: known.zh + (number.isEmpty ? "" : "（\(number)）"),
    en: known.en + (number.isEmpty ? "" : " (\(number))"))
}

private let words: [String: (zh: String, en: String)] = [
  "alternateBearing": ("大小年", "on-years and off-years"),
  "rework": ("返工", "rework"),
  "rebooks": ("改期数量", "how many choose another day"),
  "rebooksElsewhen": ("未接待而改期的数量", "how many of those refused choose another day"),
  "advances": ("进入下一阶段的数量", "how many go on"), "arrive": ("新增数量", "how many arrive"),
  "arrives": ("是否落户", "whether it arrives"), "cancels": ("成行数量", "how many travel"),
  "comes": ("是否出现", "whether it comes"), "count": ("次数", "how many"),
  "daily": ("逐日", "daily"), "day": ("逐日随机", "each day"),
  "fails": ("是否失败", "whether it fails"), "granted": ("是否获批", "whether it is granted"),
  "groups": ("团队数", "how many groups"), "happens": ("是否发生", "whether it happens"),
  "leave": ("离开数量", "how many leave"), "leavesBy": ("是否离开", "whether it leaves"),
  "level": ("当年水平", "the level of the year"), "losses": ("流失数量", "how many are lost"),
  "month": ("在哪个月", "in which month"), "moves": ("是否进入下一阶段", "whether it goes on"),
  "occurs": ("是否发生", "whether it occurs"), "passing": ("达标数量", "how many pass"),
  "period": ("在哪一期", "in which period"), "process": ("变动过程", "process"),
  "shock": ("冲击", "shock"), "sizes": ("规模", "sizes"),
  "start": ("起点", "where it starts"), "swing": ("波动", "swing"),
  "switch": ("是否处于第二种状态", "whether the second state holds"),
  "way": ("走哪一支", "which way is taken"),
  "wins": ("是否争取到", "whether it is won"), "year": ("当年波动", "the swing of the year"),
  "spring": ("春季", "spring"), "summer": ("夏季", "summer"), "autumn": ("秋季", "autumn"),
  "winter": ("冬季", "winter"),
]

/// Objects that scenarios have without declaring them.
func builtInObject(_ path: String) -> BilingualText? {
  switch path {
  case "weather.wet": BilingualText(zh: "雨日", en: "days with rain")
  case "weather.hot": BilingualText(zh: "高温日", en: "hot days")
  case "weather.cold": BilingualText(zh: "低温冰冻日", en: "cold days")
  default: nil
  }
}
