import Formulas

/// The copula of correlated normal values: extremes do not come together.
enum GaussianCopula: Component {
  static let descriptor = ObjectDescriptor(
    "gaussian", zh: "高斯联结", en: "extremes come together by chance only", fields: [])
}

/// The copula of correlated values with a spread in common: extremes come together.
enum StudentCopula: Component {
  static let degreesOfFreedom = Field(
    "degreesOfFreedom", .quantity(.one), zh: "自由度，1 至 1000；越小极端值越常一起出现",
    en: "from 1 to 1000: the fewer, the more extremes come together")

  static let descriptor = ObjectDescriptor(
    "studentT", zh: "t 联结", en: "extremes come together, good and bad ones alike",
    fields: [degreesOfFreedom])
}
