import Testing

@testable import Torreya
@testable import Vocabulary

@Suite("what values and indicators are called")
struct NameTests {
  /// What has no other name in Chinese.
  private static let proper: Set<String> = ["ARIMA", "Theta", "ABC"]

  private func shipped() throws -> [ScenarioText] {
    [.starting, try #require(ScenarioText.jidong)]
  }

  @Test("no Chinese name of a value or an indicator has an English word in it")
  func chineseNamesAreChinese() throws {
    for text in try shipped() {
      let scenario = try text.model().scenario
      let names = scenario.assumptions.map { ($0.id, $0.label.zh) }
        + scenario.definitions.indicators.map { ($0.id, $0.label.zh) }
      #expect(names.count > 20)
      for (id, name) in names {
        let words = name.matches(of: #/[A-Za-z]{3,}/#).map { String($0.output) }
        let foreign = words.filter { !Self.proper.contains($0) }
        #expect(foreign.isEmpty, "\(id) is called \(name)")
      }
    }
  }

  @Test("no Chinese name of a random number has an English word in it")
  func streamsAreNamed() throws {
    for text in try shipped() {
      let model = try text.model()
      let objects = DeclaredObjects(of: model.scenario)
      for stream in compile(model).plan.swayingStreams() {
        let object = objects.object(of: stream.name)
        let label = objects.label(of: object) ?? builtInObject(object)
        let rest = stream.name.dropFirst(object.count).drop { $0 == "." }
        let isValue = rest.isEmpty || model.scenario.assumptions.contains { $0.id == stream.name }
        let name = (label?.zh ?? object) + (isValue ? "" : "：" + streamWords(rest).zh)
        #expect(!name.contains(#/[A-Za-z]{3,}/#), "\(stream.name) is called \(name)")
      }
    }
  }

  @Test("nothing is called by the name of the scenario, and no name is a text for writers")
  func namesAreNames() throws {
    for text in try shipped() {
      let scenario = try text.model().scenario
      for value in scenario.assumptions {
        #expect(!value.label.zh.hasPrefix(scenario.label.zh), "\(value.id): \(value.label.zh)")
        #expect(!value.label.en.hasPrefix(scenario.label.en + ":"), "\(value.id)")
        #expect(!value.label.zh.contains("；"), "\(value.id): \(value.label.zh)")
        #expect(!value.label.en.contains(";"), "\(value.id): \(value.label.en)")
      }
    }
  }

  @Test("no two values of a shipped scenario are called alike")
  func namesDiffer() throws {
    for text in try shipped() {
      let assumptions = try text.model().scenario.assumptions
      for (name, same) in Dictionary(grouping: assumptions, by: \.label.zh) where same.count > 1 {
        Issue.record("\(same.map(\.id)) are called \(name)")
      }
      for (name, same) in Dictionary(grouping: assumptions, by: \.label.en) where same.count > 1 {
        Issue.record("\(same.map(\.id)) are called \(name)")
      }
    }
  }

  @Test("the deviation of a random walk is that of a step")
  func steps() throws {
    let text = try ScenarioText(
      name: "walk.json",
      text: """
        { "torreya": 1, "id": "walk", "horizon": { "first": "2024", "periods": 2 },
          "drivers": { "w": { "label": "走", "unit": "1",
            "process": { "randomWalk": { "start": 1, "standardDeviation": 0.02 } } } } }
        """)
    let names = try text.model().scenario.assumptions.map(\.label.zh)
    #expect(names.contains("走：每期变化的标准差"), "\(names)")
  }

  @Test("what has no label has that of its kind, its project or what it is")
  func nearestName() throws {
    let text = try ScenarioText(
      name: "names.json",
      text: """
      { "torreya": 1, "id": "s", "label": { "zh": "某镇", "en": "Some town" },
        "horizon": { "first": "2024-01", "periods": 12 },
        "calendars": [ { "id": "c", "week": "sevenDay" } ],
        "works": { "projects": [
          { "id": "road", "label": { "zh": "道路", "en": "Road" }, "calendar": "c", "activities": [
            { "id": "bid", "label": { "zh": "招标", "en": "Tender" }, "duration": "9天" },
            { "id": "dig", "duration": "30天", "after": ["bid"] } ], "cost": "100万元" },
          { "id": "hall", "label": { "zh": "会堂", "en": "Hall" }, "calendar": "c", "activities": [
            { "id": "bid", "label": { "zh": "招标", "en": "Tender" }, "duration": "12天" } ] } ] },
        "fiscal": {
          "taxes": [ { "id": "vat", "kind": "valueAddedTax", "annual": "1万元",
            "localShare": "50%" } ],
          "spending": { "works": [ { "id": "road", "share": "30%" } ] } } }
      """)
    let names = Dictionary(
      try text.model().scenario.assumptions.map { ($0.id, $0.label) },
      uniquingKeysWith: { first, _ in first })
    #expect(names["fiscal.vat.annual"]?.zh == "增值税：全年应计税额")
    #expect(names["fiscal.vat.annual"]?.en == "Value-added tax: accrual of a year")
    #expect(names["works.road.bid.duration"]?.zh == "道路·招标：工期")
    #expect(names["works.hall.bid.duration"]?.zh == "会堂·招标：工期")
    #expect(names["works.hall.bid.duration"]?.en == "Hall · Tender: duration")
    #expect(names["fiscal.spending.works.road.share"]?.zh == "道路：镇级承担比例")
  }

  @Test("the days of a week and of holidays are named as such")
  func daysAreNamed() {
    #expect(WeekdayFactors.label("saturday").zh == "周六")
    #expect(WeekdayFactors.label("saturday").en == "Saturdays")
    #expect(HolidayFactors.label("springFestival.dayBefore").zh == "春节前一日")
    #expect(HolidayFactors.label("every.last").zh == "其他节假日末日")
    let labels =
      WeekdayFactors.names.map(WeekdayFactors.label)
      + HolidayFactors.names.map(HolidayFactors.label)
    #expect(Set(labels).count == labels.count)
    #expect(!labels.contains { $0.zh.contains(#/[A-Za-z]/#) })
  }

  @Test("a change of a variant is called by what it changes")
  func changes() throws {
    let scenario = try #require(ScenarioText.jidong).model().scenario
    let lever = try #require(scenario.levers.first)
    #expect(scenario.name(ofChange: "levers.\(lever.id).default") == lever.label)
    #expect(
      scenario.name(ofChange: "works.yuehuashanRoad.subgrade.duration").zh.hasPrefix("月华山道路"))
    #expect(scenario.name(ofChange: "no.such.path") == .same("no.such.path"))
  }

  @Test("fitted models have Chinese names")
  func models() {
    #expect(modelTitle("automatic, across time").zh == "多种方法加权组合，月、季、年协调一致")
    #expect(modelTitle("ETS(A,N,A) and 2 more").zh == "ETS(A,N,A) 等 3 个")
    #expect(modelTitle("ARIMA(0,1,1)") == .same("ARIMA(0,1,1)"))
    #expect(modelTitle("automatic, across time").en == "automatic, across time")
  }
}
