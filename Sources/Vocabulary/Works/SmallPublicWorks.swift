extension WorkTemplate {
  /// The steps of small works that a town pays for, from the approval to the settlement.
  ///
  /// The steps are those of the usual procedure of public works in China, with what a valley above
  /// a drinking-water reservoir adds: the opinion of the water-source zone, forest land, funds by
  /// stages. The durations are illustrative, in working days.
  static let smallPublicWorks = """
    [
      { "id": "approval", "label": { "zh": "项目立项批复", "en": "Project approved" },
        "duration": { "pert": { "low": 15, "likely": 22, "high": 40 } },
        "source": "illustrative" },
      { "id": "design", "after": ["approval"],
        "label": { "zh": "施工图设计与审查", "en": "Working drawings and their review" },
        "duration": { "pert": { "low": 20, "likely": 30, "high": 50 } },
        "source": "illustrative" },
      { "id": "waterZoneOpinion", "after": ["approval"],
        "label": { "zh": "饮用水水源保护区审查意见", "en": "Opinion of the water-source zone" },
        "duration": { "pert": { "low": 15, "likely": 25, "high": 60 } },
        "source": "illustrative" },
      { "id": "landClearance", "after": ["approval"],
        "label": { "zh": "林地使用审批与政策处理", "en": "Forest-land permit and land clearance" },
        "duration": { "pert": { "low": 30, "likely": 45, "high": 100 } },
        "source": "illustrative" },
      { "id": "funds", "after": ["approval"],
        "label": { "zh": "资金落实与拨付", "en": "Funds secured and released" },
        "duration": { "pert": { "low": 20, "likely": 35, "high": 75 } },
        "source": "illustrative" },
      { "id": "tender", "after": ["design", "waterZoneOpinion", "funds"],
        "label": { "zh": "施工招标", "en": "Construction tender" },
        "duration": { "pert": { "low": 15, "likely": 20, "high": 28 } },
        "retry": { "probability": "12%",
          "delay": { "pert": { "low": 15, "likely": 20, "high": 30 } }, "times": 2 },
        "source": "illustrative" },
      { "id": "build", "after": ["tender", "landClearance"],
        "label": { "zh": "施工", "en": "Construction" },
        "duration": { "pert": { "low": 45, "likely": 60, "high": 100 } },
        "source": "illustrative" },
      { "id": "acceptance", "after": ["build"],
        "label": { "zh": "竣工验收", "en": "Acceptance" },
        "duration": { "pert": { "low": 8, "likely": 12, "high": 25 } },
        "source": "illustrative" },
      { "id": "settlement", "after": ["acceptance"],
        "label": { "zh": "结算审计", "en": "Settlement and audit" },
        "duration": { "pert": { "low": 25, "likely": 40, "high": 80 } },
        "source": "illustrative" }
    ]
    """
}
