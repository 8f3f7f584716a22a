import SourceText

/// The scenario that `torreya init` writes: small, with remarks in a language, and it runs as it
/// is.
public func startingScenario(in language: Language = .en) -> String {
  remarks.reduce(template) { $0.replacing("{\($1.name)}", with: $1.text[language]) }
}

/// What the notes say, by the names that stand for them.
private let remarks: [(name: String, text: BilingualText)] = [
  (
    "noComments",
    BilingualText(
      zh: "JSON 没有注释：说明写在 note，数字的来源写在 source。"
        + "全部键见 torreya describe components。",
      en: "JSON has no comments: remarks stand in 'note', and 'source' says where figures come "
        + "from. Run 'torreya describe components' for all keys.")
  ),
  (
    "deviation",
    BilingualText(
      zh: "0.02 表示比趋势高 2%；一个月后，偏离还剩 60%。",
      en: "0.02 means 2 % above trend; 60 % of a deviation is left a month later.")
  ),
  (
    "pull",
    BilingualText(
      zh: "现有的 20 万元拉动为 0；翻一番约多 5%，越往后越少。公式把措施与结果连起来。",
      en: "Nothing at the 20万元 spent now, some 5 % at twice as much, then less and less. A "
        + "formula is what ties a lever to results.")
  ),
  (
    "byDay",
    BilingualText(
      zh: "逐日抽取：受同样天气影响的游客和工程，损失的是同样的日子。",
      en: "Drawn by day; visitors and works that mind the same weather lose the same days.")
  ),
  (
    "distributions",
    BilingualText(
      zh: "凡是可以写数的地方都可以写分布：这里是低、最可能、高三个值。",
      en: "Wherever a number may stand, a distribution may: low, likely and high here.")
  ),
  (
    "oneOff",
    BilingualText(
      zh: "计入含一次性口径的合计，不计入剔除一次性的口径。",
      en: "In the reported totals, never in the recurring ones.")
  ),
  (
    "formulas",
    BilingualText(
      zh: "公式可以引用 torreya explain 列出的一切名称。",
      en: "A formula may use every name that 'torreya explain' lists.")
  ),
  (
    "variants",
    BilingualText(
      zh: "只写不同之处：路径由标识组成。",
      en: "Only what is different: the path is made of ids.")
  ),
]

private let template = """
  {
    "torreya": 1,
    "id": "myTown",
    "label": { "zh": "我的乡镇", "en": "My town" },
    "note": "{noComments}",
    "horizon": { "first": "2025-01", "periods": 12 },
    "simulation": { "trials": 10000, "seed": 1 },

    "drivers": {
      "regionalActivity": {
        "label": { "zh": "区域经济景气", "en": "Regional activity" },
        "note": "{deviation}",
        "process": { "ar1": { "persistence": 0.6, "standardDeviation": 0.03 } },
        "source": "illustrative"
      },
      "promotionPull": {
        "label": { "zh": "宣传的拉动（对数）", "en": "Pull of promotion (log)" },
        "note": "{pull}",
        "value": { "formula": "0.1 * log((levers.promotion + 10万元) / 30万元)" },
        "source": "illustrative"
      }
    },

    "weather": {
      "note": "{byDay}",
      "plumRain": {
        "onset": { "pert": { "low": "06-01", "likely": "06-08", "high": "06-20" } },
        "end": { "pert": { "low": "06-25", "likely": "07-08", "high": "07-20" } },
        "wetDayShare": 0.55
      },
      "source": "illustrative"
    },

    "fiscal": {
      "source": "illustrative",
      "taxes": [
        {
          "id": "vat", "kind": "valueAddedTax",
          "note": "{distributions}",
          "annual": { "pert": { "low": "900万元", "likely": "1000万元", "high": "1200万元" } },
          "localShare": "50%",
          "follows": { "regionalActivity": 0.8, "promotionPull": 0.3 },
          "volatility": 0.05
        },
        {
          "id": "nonTax", "kind": "nonTaxRevenue",
          "annual": "200万元",
          "localShare": "100%"
        }
      ],
      "oneOff": [
        {
          "id": "shareSale", "label": { "zh": "股权转让", "en": "Share sale" },
          "note": "{oneOff}",
          "probability": 0.2, "first": "2025-03", "last": "2025-11",
          "amount": { "lognormal": { "median": "100万元", "p90": "300万元" } }, "tax": "vat"
        }
      ]
    },

    "visitors": {
      "source": "illustrative",
      "segments": [
        {
          "id": "daytrip", "label": { "zh": "一日游", "en": "Day trips" },
          "annual": { "pert": { "low": "6万人次", "likely": "8万人次", "high": "10万人次" } },
          "weather": { "plumWet": 0.4 },
          "follows": { "promotionPull": 1 },
          "volatility": 0.1,
          "spendingPerVisit": "60元/人次"
        }
      ]
    },

    "indicators": [
      {
        "id": "villageIncome", "label": { "zh": "村民旅游收入", "en": "Villagers' income from visitors" },
        "unit": "万元", "kind": "flow",
        "note": "{formulas}",
        "formula": "0.35 * visitors.total.spending", "source": "illustrative"
      }
    ],

    "levers": [
      {
        "id": "promotion", "label": { "zh": "宣传投入", "en": "Promotion" },
        "unit": "万元", "default": "20万元", "bounds": ["0万元", "100万元"], "cost": "1万元",
        "source": "illustrative"
      }
    ],

    "targets": [
      {
        "id": "revenue", "label": { "zh": "财政总收入", "en": "Total fiscal revenue" },
        "indicator": "fiscal.total.recurring", "period": "2025", "atLeast": "1200万元",
        "source": "illustrative"
      }
    ],

    "variants": [
      {
        "id": "weakYear", "label": { "zh": "经济偏弱", "en": "A weak year" },
        "note": "{variants}",
        "set": { "fiscal.vat.annual": "850万元" }
      }
    ]
  }
  """
