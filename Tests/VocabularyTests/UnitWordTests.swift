import Formulas
import Testing

@testable import Vocabulary

@Suite("units in sentences") struct UnitWordTests {
  @Test("a share has a word in Chinese, and other units their symbol")
  func words() {
    #expect(UnitOfMeasure.share.symbolOrWord.zh == "比例")
    #expect(UnitOfMeasure.share.symbolOrWord.en == "share")
    #expect(UnitOfMeasure.tenThousandYuan.symbolOrWord.zh == "万元")
    #expect(UnitOfMeasure.one.symbolOrWord.zh == "没有单位的数")
    for shape in [FieldShape.value(.share), .quantity(.share)] {
      #expect(!shape.expectation.zh.contains("share"), "\(shape.expectation.zh)")
      #expect(shape.expectation.zh.contains("一个值，为比例"))
      #expect(shape.expectation.en.contains("a value in share"))
    }
  }
}
