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
    let readers = reader.list(Self.projects)
    let read = readers.map { Project($0, weather: weather) }
    // What waits for something that weather moves is moved itself, in another project too.
    var (moved, count): (Set<String>, Int) = ([], -1)
    while moved.count > count {
      count = moved.count
      moved.formUnion(read.flatMap { $0.moved(moved) })
    }
    projects = zip(read, readers).map { $0.completed($1, moved: moved) }
    // Where an activity says nothing, it begins with the horizon.
    let start = Indicator(
      "works.start", label: BilingualText(zh: "工程起算日", en: "Start of works"), kind: .date,
      unit: .date, .constant(Double(reader.context.horizon.firstDay.dayNumber), .date),
      visibility: .inner)
    indicators = [start] + projects.flatMap(\.indicators)
  }
}
