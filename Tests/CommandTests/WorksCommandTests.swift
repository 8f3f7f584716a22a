import Foundation
import Testing

/// Works from the command line: a plan of another program with its dates, explanations, precision.
@Suite("works, from the command line")
struct WorksCommandTests {
  /// The cells of a table by the names of its columns.
  private func rows(_ text: String) -> [[String: String]] {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map {
      Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first })
    }
  }

  private func scenario(_ works: String) -> String {
    """
    { "torreya": 1, "id": "road", "horizon": { "first": "2024-04", "periods": 12 },
      "simulation": { "trials": 50, "seed": 3 },
      \(works) }
    """
  }

  /// The name and the days of the start and finish of each task, as the plan has them.
  private func storedDates(_ plan: String) -> [(name: String, start: String, finish: String)] {
    func value(_ key: String, _ task: Substring) -> String {
      let parts = task.components(separatedBy: "<\(key)>")
      return String(parts[1].prefix { $0 != "<" })
    }
    return plan.components(separatedBy: "<Task>").dropFirst().map { task in
      let task = Substring(task)
      return (
        value("Name", task), String(value("Start", task).prefix(10)),
        String(value("Finish", task).prefix(10))
      )
    }
  }

  @Test("an imported plan has the dates that the other program gave it")
  func importedDates() throws {
    let folder = try CommandFolder()
    try folder.write("plan.xml", datedPlan)
    let imported = try folder.torreya("import", "plan.xml", "--output", "works.json")
    #expect(imported.status == 0 && imported.messages.isEmpty, "\(imported.messages)")
    try folder.write("road.json", scenario("\"include\": [\"works.json\"]"))
    let run = try folder.torreya("run", "road.json", "--quiet")
    #expect(run.status == 0, "\(run.messages)")
    let schedule = rows(try #require(folder.text("results/schedule.csv")))
    let stored = storedDates(datedPlan)
    #expect(stored.count == 9)
    for task in stored {
      let row = try #require(schedule.first { $0["labelEn"] == task.name }, "\(task.name)")
      // Nothing in the plan is uncertain: what is planned is what every trial comes to.
      #expect(row["plannedStart"] == task.start && row["p50Start"] == task.start, "\(task)")
      for column in ["plannedFinish", "p10Finish", "p50Finish", "p90Finish"] {
        #expect(row[column] == task.finish, "\(task) \(column)")
      }
    }
    let project = try #require(schedule.first { $0["kind"] == "project" })
    #expect(project["plannedFinish"] == "2024-06-17" && project["deadline"] == "")
  }

  private let uncertain = """
    "calendars": [{ "id": "week", "week": "fiveDay" }],
    "works": { "projects": [{ "id": "road", "calendar": "week", "deadline": "2024-06-01",
      "activities": [
        { "id": "base", "duration": { "pert": { "low": 8, "likely": 12, "high": 30 } } },
        { "id": "paving", "after": ["base"], "deadline": "2024-05-31",
          "duration": { "triangular": { "low": 4, "likely": 6, "high": 13 } } }] }] }
    """

  @Test("an explanation of works is whole: a period or a depth is refused with the way out")
  func explanation() throws {
    let folder = try CommandFolder()
    try folder.write("road.json", scenario(uncertain))
    for option in [["--period", "2024-05"], ["--depth", "1"]] {
      let refused = try folder.torreya(
        "explain", "road.json", "works.road.paving", option[0], option[1])
      #expect(refused.status == 64 && refused.output.isEmpty)
      #expect(refused.messages.contains("--period and --depth are for indicators"))
      #expect(refused.messages.contains("works.road.paving.finish"))
      let named = try folder.torreya(
        "explain", "road.json", "works.road.paving.finish", option[0], option[1])
      #expect(named.status == 0 && !named.output.isEmpty)
    }
    #expect(try folder.torreya("explain", "road.json", "works.road.paving").status == 0)
  }

  @Test("dates that are counted can be asked for, and are the same whatever is kept")
  func countedDates() throws {
    let folder = try CommandFolder()
    try folder.write("road.json", scenario(uncertain))
    let wished = try folder.torreya(
      "run", "road.json", "--precision", "works.road.base.finish=0.05天", "--output", "wished")
    #expect(wished.status == 0, "\(wished.messages)")
    let manifest = try #require(folder.text("wished/manifest.json"))
    let parts = manifest.components(separatedBy: "\"trials\" : ")
    let trials = String(parts[1].prefix { $0.isNumber })
    for (name, options) in [("plain", []), ("sketch", ["--quantiles", "sketch"])] {
      let line = ["run", "road.json", "--quiet", "--trials", trials, "--output", name] + options
      #expect(try folder.shell("torreya " + line.joined(separator: " ")).status == 0)
    }
    let whole = try #require(folder.text("plain/schedule.csv"))
    #expect(folder.text("wished/schedule.csv") == whole)
    // Only what is kept besides is sketched: what has a deadline, and the project.
    let base = rows(whole).first { $0["activity"] == "base" }
    let sketched = rows(try #require(folder.text("sketch/schedule.csv")))
    #expect(sketched.first { $0["activity"] == "base" } == base)
    for name in ["wished", "plain", "sketch"] {
      #expect(try folder.torreya("replay", "\(name)/manifest.json").status == 0)
    }
    let asked = try folder.torreya(
      "target", "road.json", "--indicator", "works.road.base.finish", "--trials", "500")
    #expect(asked.status == 0, "\(asked.messages)")
    // A date is not to be exceeded, without a word of it.
    let finishes = rows(try #require(folder.text("results/target/target.csv")))
    #expect(finishes.allSatisfy { $0["comparison"] == "atMost" })
  }
}

/// A plan with one of each kind of link, lags in working and elapsed days, a constraint and a
/// holiday, and the dates that they come to: worked out by hand on its calendar of five days a week
/// without 1 to 5 May.
private let datedPlan = """
  <?xml version="1.0" encoding="UTF-8"?>
  <Project xmlns="http://schemas.microsoft.com/project">
    <Title>North road</Title>
    <StartDate>2024-04-15T08:00:00</StartDate>
    <CalendarUID>1</CalendarUID>
    <MinutesPerDay>480</MinutesPerDay>
    <Calendars>
      <Calendar>
        <UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>
        <Exceptions>
          <Exception>
            <TimePeriod>
              <FromDate>2024-05-01T00:00:00</FromDate><ToDate>2024-05-05T23:59:00</ToDate>
            </TimePeriod>
            <Name>Labour Day</Name><Type>1</Type><DayWorking>0</DayWorking>
          </Exception>
        </Exceptions>
      </Calendar>
    </Calendars>
    <Tasks>
      <Task><UID>1</UID><Name>Road</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary>
        <Start>2024-04-15T08:00:00</Start><Finish>2024-06-06T17:00:00</Finish></Task>
      <Task><UID>2</UID><Name>Survey</Name><OutlineLevel>2</OutlineLevel>
        <Start>2024-04-15T08:00:00</Start><Finish>2024-04-19T17:00:00</Finish>
        <Duration>PT40H0M0S</Duration><DurationFormat>7</DurationFormat></Task>
      <Task><UID>3</UID><Name>Design</Name><OutlineLevel>2</OutlineLevel>
        <Start>2024-04-22T08:00:00</Start><Finish>2024-05-06T17:00:00</Finish>
        <Duration>PT64H0M0S</Duration><DurationFormat>7</DurationFormat>
        <PredecessorLink><PredecessorUID>2</PredecessorUID><Type>1</Type></PredecessorLink></Task>
      <Task><UID>4</UID><Name>Land</Name><OutlineLevel>2</OutlineLevel>
        <Start>2024-04-17T08:00:00</Start><Finish>2024-04-24T17:00:00</Finish>
        <Duration>PT48H0M0S</Duration><DurationFormat>7</DurationFormat>
        <PredecessorLink><PredecessorUID>2</PredecessorUID><Type>3</Type>
          <LinkLag>9600</LinkLag><LagFormat>7</LagFormat></PredecessorLink></Task>
      <Task><UID>5</UID><Name>Tender</Name><OutlineLevel>2</OutlineLevel>
        <Start>2024-05-07T08:00:00</Start><Finish>2024-05-20T17:00:00</Finish>
        <Duration>PT80H0M0S</Duration><DurationFormat>7</DurationFormat>
        <PredecessorLink><PredecessorUID>3</PredecessorUID><Type>1</Type></PredecessorLink></Task>
      <Task><UID>6</UID><Name>Drainage</Name><OutlineLevel>2</OutlineLevel>
        <Start>2024-05-08T08:00:00</Start><Finish>2024-05-23T17:00:00</Finish>
        <Duration>PT96H0M0S</Duration><DurationFormat>7</DurationFormat>
        <PredecessorLink><PredecessorUID>4</PredecessorUID><Type>1</Type></PredecessorLink>
        <PredecessorLink><PredecessorUID>5</PredecessorUID><Type>0</Type>
          <LinkLag>14400</LinkLag><LagFormat>7</LagFormat></PredecessorLink></Task>
      <Task><UID>7</UID><Name>Paving</Name><OutlineLevel>2</OutlineLevel>
        <Start>2024-06-03T08:00:00</Start><Finish>2024-06-06T17:00:00</Finish>
        <Duration>PT32H0M0S</Duration><DurationFormat>7</DurationFormat>
        <ConstraintType>4</ConstraintType><ConstraintDate>2024-06-03T08:00:00</ConstraintDate>
        <PredecessorLink><PredecessorUID>5</PredecessorUID><Type>1</Type></PredecessorLink>
        <PredecessorLink><PredecessorUID>6</PredecessorUID><Type>1</Type></PredecessorLink></Task>
      <Task><UID>8</UID><Name>Opening</Name><OutlineLevel>1</OutlineLevel><Milestone>1</Milestone>
        <Start>2024-06-06T17:00:00</Start><Finish>2024-06-06T17:00:00</Finish>
        <Duration>PT0H0M0S</Duration>
        <PredecessorLink><PredecessorUID>7</PredecessorUID><Type>1</Type></PredecessorLink></Task>
      <Task><UID>9</UID><Name>Inspection</Name><OutlineLevel>1</OutlineLevel>
        <Start>2024-06-14T08:00:00</Start><Finish>2024-06-17T17:00:00</Finish>
        <Duration>PT16H0M0S</Duration><DurationFormat>7</DurationFormat>
        <PredecessorLink><PredecessorUID>7</PredecessorUID><Type>1</Type>
          <LinkLag>100800</LinkLag><LagFormat>8</LagFormat></PredecessorLink></Task>
    </Tasks>
  </Project>
  """
