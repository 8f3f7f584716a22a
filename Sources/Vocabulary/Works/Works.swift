import Formulas
import SourceText

/// Construction projects.
public struct Works: Component {
  static let projects = Field(
    "projects", .list(.object(Project.descriptor)), zh: "工程项目", en: "the projects")

  public static let descriptor = ObjectDescriptor(
    "works", zh: "工程建设", en: "construction projects", fields: [projects])

  public let projects: [Project]
  let indicators: [Indicator]

  init(_ reader: ObjectReader, weather: DailyWeather) {
    projects = reader.list(Self.projects).map { Project($0, weather: weather) }
    // Where an activity says nothing, it begins with the horizon.
    let start = Indicator(
      "works.start", label: BilingualText(zh: "工程起算日", en: "Start of works"), kind: .date,
      unit: .date, .constant(Double(reader.context.horizon.firstDay.dayNumber), .date),
      visibility: .inner)
    indicators = [start] + projects.flatMap(\.indicators)
  }
}
