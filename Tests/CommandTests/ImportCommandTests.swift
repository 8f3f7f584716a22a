import Testing

@Suite("torreya import")
struct ImportCommandTests {
  @Test("the works are written, and what is told goes to standard error")
  func writes() throws {
    let folder = try CommandFolder()
    let late = planToImport.replacing("<UID>2</UID>", with: "<UID>2</UID><Priority>900</Priority>")
    try folder.write("plan.xml", late)
    let result = try folder.torreya(
      "import", "plan.xml", "--output", "works.json", "--language", "en")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("works.json: 2 activities"))
    #expect(result.messages.contains("plan.xml:10:"))
    #expect(result.messages.contains("/Project/Tasks/Task[UID=2]/Priority"))
    #expect(folder.text("works.json")?.contains("\"id\": \"paving\"") == true)
  }

  @Test("without --output the works go to standard output, as from standard input")
  func prints() throws {
    let folder = try CommandFolder()
    try folder.write("plan.xml", planToImport)
    let fromFile = try folder.torreya("import", "plan.xml")
    let fromInput = try folder.torreya("import", "-", input: planToImport)
    #expect(fromFile.output.hasPrefix("{\n  \"calendars\""))
    #expect(fromInput.output == fromFile.output)
    #expect(fromFile.messages.isEmpty)
  }

  @Test("a file that is there is replaced only when asked")
  func replaces() throws {
    let folder = try CommandFolder()
    try folder.write("plan.xml", planToImport)
    try folder.write("works.json", "mine")
    let refused = try folder.torreya("import", "plan.xml", "--output", "works.json")
    #expect(refused.status == 73)
    #expect(folder.text("works.json") == "mine")
    let replaced = try folder.torreya("import", "plan.xml", "--output", "works.json", "--force")
    #expect(replaced.status == 0)
    #expect(folder.text("works.json") != "mine")
  }

  @Test("what is no plan ends with a status of its own")
  func refuses() throws {
    let folder = try CommandFolder()
    try folder.write("plan.xml", "<Project><Tasks>")
    let broken = try folder.torreya("import", "plan.xml", "--output", "works.json")
    #expect(broken.status == 65)
    #expect(broken.messages.contains("[truncated]"))
    #expect(folder.text("works.json") == nil)
    #expect(try folder.torreya("import", "missing.xml").status == 66)
    #expect(try folder.torreya("import", "plan.xml", "--project", "a b").status == 64)
    #expect(try folder.torreya("import", "plan.xml", "--optimistic", "Duration1").status == 64)
  }
}

/// A plan with nothing to tell, and three points.
let planToImport = """
  <Project xmlns="http://schemas.microsoft.com/project">
    <Title>Road</Title>
    <StartDate>2024-03-04T08:00:00</StartDate>
    <CalendarUID>1</CalendarUID>
    <Calendars>
      <Calendar><UID>1</UID><Name>Week</Name><IsBaseCalendar>1</IsBaseCalendar></Calendar>
    </Calendars>
    <Tasks>
      <Task><UID>1</UID><Name>Clearance</Name><Duration>PT40H0M0S</Duration></Task>
      <Task><UID>2</UID><Name>Paving</Name><Duration>PT80H0M0S</Duration>
        <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink>
      </Task>
    </Tasks>
  </Project>
  """
