import SourceText
import Testing

@testable import Formulas

@Suite struct UnitCatalogueTests {
  @Test func spellingsBelongToOneUnitEach() {
    var seen: Set<String> = []
    for entry in UnitCatalogue.all {
      for spelling in [entry.unit.symbol] + entry.spellings {
        #expect(seen.insert(spelling).inserted, "\(spelling) stands twice")
      }
    }
  }

  @Test func everySpellingReads() throws {
    for entry in UnitCatalogue.all {
      for spelling in [entry.unit.symbol] + entry.spellings {
        let unit = try UnitOfMeasure(parsing: spelling)
        #expect(unit.dimension == entry.unit.dimension, "\(spelling)")
        #expect(unit.exactScale == entry.unit.exactScale, "\(spelling)")
      }
    }
  }

  @Test func everyExampleReadsInItsUnit() throws {
    for entry in UnitCatalogue.all {
      let quantity = try Quantity(parsing: entry.example)
      #expect(quantity.value != 0)
      let isRatio = entry.example.contains("/")
      #expect(isRatio || quantity.unit.dimension == entry.unit.dimension, "\(entry.example)")
    }
  }

  /// What messages print can be typed into a scenario.
  @Test(arguments: Language.allCases) func baseSymbolsRead(language: Language) throws {
    for base in BaseUnit.allCases {
      let symbol = UnitDimension(base).symbol(in: language)
      #expect(try UnitOfMeasure(parsing: symbol).dimension == UnitDimension(base), "\(symbol)")
    }
  }
}
