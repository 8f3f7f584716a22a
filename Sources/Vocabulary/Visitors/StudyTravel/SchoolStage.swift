import Formulas
import SourceText

/// The schools of a stage that are in range, and how many of their classes travel in a year.
///
/// The grades that usually travel are 4 to 6 of primary, 7 and 8 of junior and 10 and 11 of senior
/// schools: `classes` counts only theirs.
///
/// - Source: Ministry of Education and ten other bodies (2016), opinion on study travel by primary
///   and secondary schools: which grades, and how far.
struct SchoolStage: Component {
  static let schools = Field(
    "schools", .value(.school), zh: "辐射范围内学校数", en: "the schools in range")
  static let classes = Field(
    "classes", .value(.schoolClass), zh: "每校出行年级班数",
    en: "the classes of each school that are of the grades that travel")
  static let participation = Field(
    "participation", .value(.share), zh: "班级参与率（全年）",
    en: "the share of these classes that come in a year")

  static let descriptor = ObjectDescriptor(
    "schoolStage", zh: "学段：小学、初中、高中等", en: "the schools of a stage, such as primary schools",
    fields: [.id, .label, schools, classes, participation],
    example: """
      { "id": "primary", "schools": 60, "classes": 9, \
      "participation": { "beta": { "mean": 0.2, "standardDeviation": 0.05 } } }
      """)

  /// The classes that come in a year, on average.
  let classesOfYear: Formula

  init(_ reader: ObjectReader) {
    _ = reader.id()
    let share = reader.probability(Self.participation) ?? .constant(0)
    let schools = reader.requiredValue(Self.schools) / .constant(1, .school)
    classesOfYear = schools * reader.requiredValue(Self.classes) * share
  }
}
