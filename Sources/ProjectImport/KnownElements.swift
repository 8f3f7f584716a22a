import SourceText

/// The children that an element may have, by what becomes of them.
struct KnownElements {
  /// Taken over, or told where they are read.
  let read: Set<String>
  /// What a planning program computes, or keeps for its own screens and people.
  let informative: Set<String>
  /// Left out: the texts with which they say nothing, and what is told otherwise.
  let leftOut: [String: (silent: Set<String>, becomes: BilingualText)]

  init(
    _ read: String, informative: String = "",
    leftOut: [String: (silent: Set<String>, becomes: BilingualText)] = [:]
  ) {
    self.read = Self.words(read)
    self.informative = Self.words(informative)
    self.leftOut = leftOut
  }

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// What is to be told of a child; nil for nothing.
  func remark(on child: XMLElement) -> (what: BilingualText, becomes: BilingualText)? {
    if read.contains(child.name) || informative.contains(child.name) { return nil }
    guard let (silent, becomes) = leftOut[child.name] else {
      return (.init(zh: "不认识 <\(child.name)>", en: "<\(child.name)> is not known here"), .leftOut)
    }
    let isSilent = child.children.isEmpty && (child.text.isEmpty || silent.contains(child.text))
    return isSilent
      ? nil : (.init(zh: "<\(child.name)> 无法表达", en: "<\(child.name)> is not represented"), becomes)
  }

  static let of: [String: KnownElements] = [
    "Project": project, "Tasks": KnownElements("Task"), "Task": task,
    "PredecessorLink": KnownElements(
      "PredecessorUID Type CrossProject CrossProjectName LinkLag LagFormat"),
    "Resources": KnownElements("Resource"), "Resource": resource,
    "Assignments": KnownElements("Assignment"), "Assignment": assignment,
    "Calendars": KnownElements("Calendar"), "Calendar": calendar,
  ]

  private static let project = KnownElements(
    """
    Name Title ScheduleFromStart StartDate StatusDate CurrentDate CurrencySymbol CurrencyCode
    CalendarUID MinutesPerDay DefaultStartTime DefaultFinishTime ExtendedAttributes Calendars Tasks
    Resources Assignments
    """,
    informative: """
      UID GUID Guid BuildNumber SaveVersion Subject Category Company Manager Author CreationDate
      Revision LastSaved FinishDate FYStartDate CriticalSlackLimit CurrencyDigits
      CurrencySymbolPosition MinutesPerWeek DaysPerMonth DefaultTaskType DefaultFixedCostAccrual
      DefaultStandardRate DefaultOvertimeRate DurationFormat WorkFormat EditableActualCosts
      HonorConstraints EarnedValueMethod InsertedProjectsLikeSummary MultipleCriticalPaths
      NewTasksEffortDriven NewTasksEstimated SplitsInProgressTasks SpreadActualCost
      SpreadPercentComplete TaskUpdatesResource FiscalYearStart WeekStartDay
      MoveCompletedEndsBack MoveRemainingStartsBack MoveRemainingStartsForward
      MoveCompletedEndsForward BaselineForEarnedValue AutoAddNewResourcesAndTasks
      MicrosoftProjectServerURL Autolink NewTaskStartDate DefaultTaskEVMethod
      ProjectExternallyEdited ExtendedCreationDate ActualsInSync RemoveFileProperties AdminProject
      BaselineCalendar UpdateManuallyScheduledTasksWhenEditingLinks
      KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled NewTasksAreManual Views Filters Groups
      Tables Maps Reports Drawings DataLinks VBAProjects WBSMasks Template Keywords Comments
      """,
    leftOut: [
      "OutlineCodes": ([], .outlineCodes)
    ])

  private static let task = KnownElements(
    """
    UID ID Name IsNull OutlineNumber OutlineLevel Summary Milestone Duration DurationFormat
    Estimated Start Finish Active Manual ManualStart ManualFinish ManualDuration ExternalTask
    IsSubproject SubprojectName ConstraintType ConstraintDate Deadline CalendarUID
    IgnoreResourceCalendar
    PercentComplete ActualStart ActualFinish RemainingDuration Cost FixedCost Notes PredecessorLink
    ExtendedAttribute OverAllocated Stop Resume
    """,
    informative: """
      GUID Guid Type CreateDate Contact WBS WBSLevel Work ResumeValid EffortDriven Recurring
      Critical IsSubprojectReadOnly ExternalTaskProject EarlyStart EarlyFinish LateStart LateFinish
      StartVariance FinishVariance WorkVariance FreeSlack TotalSlack StartSlack FinishSlack
      PercentWorkComplete ActualDuration ActualCost ActualWork RegularWork RemainingCost
      RemainingWork RemainingOvertimeCost RemainingOvertimeWork ActualOvertimeCost
      ActualOvertimeWork ACWP CV BCWS BCWP SV LevelAssignments LevelingCanSplit
      LevelingDelayFormat PreLeveledStart PreLeveledFinish HideBar Rollup EarnedValueMethod
      PhysicalPercentComplete ActualWorkProtected ActualOvertimeWorkProtected IsPublished
      StatusManager CommitmentType DisplayAsSummary StartText FinishText DurationText AssnOwner
      AssnOwnerGuid
      """,
    leftOut: [
      "Priority": (
        ["500", "0"],
        .init(
          zh: "作业按“works.priority”的统一规则排先后",
          en: "works take turns by 'works.priority', a rule for all")
      ),
      "FixedCostAccrual": (
        ["1", "2", "3"], .init(zh: "何时付款可用“payments”说明", en: "'payments' can say when it is paid")
      ),
      "OvertimeCost": (
        ["0", "0.00"], .init(zh: "已含在资源费用中", en: "it is part of the cost of the resources")
      ),
      "OvertimeWork": (["PT0H0M0S"], .durationAsIs),
      "LevelingDelay": (["0"], .levelledAnew),
      "Hyperlink": ([], .leftOut), "HyperlinkAddress": ([], .leftOut),
      "HyperlinkSubAddress": ([], .leftOut),
      "OutlineCode": ([], .outlineCodes),
      "CommitmentStart": ([], .leftOut), "CommitmentFinish": ([], .leftOut),
    ])

  private static let resource = KnownElements(
    """
    UID ID Name Type IsNull MaxUnits CalendarUID StandardRate CostPerUse OverAllocated
    AvailabilityPeriods IsCostResource
    """,
    informative: """
      GUID Guid Initials Phonetics NTAccount MaterialLabel Code Group WorkGroup EmailAddress
      PeakUnits Start Finish CanLevel AccrueAt Work RegularWork OvertimeWork ActualWork
      RemainingWork
      ActualOvertimeWork RemainingOvertimeWork PercentWorkComplete StandardRateFormat Cost
      OvertimeRateFormat OvertimeCost ActualCost ActualOvertimeCost RemainingCost
      RemainingOvertimeCost WorkVariance CostVariance SV CV ACWP BCWS BCWP IsGeneric IsInactive
      IsEnterprise BookingType ActualWorkProtected ActualOvertimeWorkProtected ActiveDirectoryGUID
      CreationDate AssnOwner AssnOwnerGuid CostCenter IsBudget AvailableFrom AvailableTo
      """,
    leftOut: [
      "OvertimeRate": (
        ["0", "0.00"],
        .init(zh: "文件中的加班费已含在任务成本中", en: "what overtime the file has is in the cost of its tasks")
      ),
      "Rates": (
        [],
        .init(zh: "各任务的成本按文件的计算结果采用", en: "the cost of each task is taken as the file computes it")
      ),
      "Hyperlink": ([], .leftOut), "HyperlinkAddress": ([], .leftOut),
      "HyperlinkSubAddress": ([], .leftOut), "Notes": ([], .leftOut),
      "ExtendedAttribute": ([], .leftOut),
      "OutlineCode": ([], .outlineCodes),
    ])

  private static let assignment = KnownElements(
    "UID TaskUID ResourceUID Units Work Cost",
    informative: """
      GUID Guid PercentWorkComplete ActualCost ActualFinish ActualOvertimeCost ActualOvertimeWork
      ActualStart ActualWork ACWP Confirmed CostRateTable CostVariance CV Finish FinishVariance
      HasFixedRateUnits FixedMaterial LevelingDelayFormat LinkedFields Milestone Overallocated
      OverAllocated RegularWork RemainingCost RemainingOvertimeCost RemainingOvertimeWork
      RemainingWork ResponsePending Start Stop Resume StartVariance Summary SV UpdateNeeded VAC
      WorkVariance BCWS BCWP BookingType ActualWorkProtected ActualOvertimeWorkProtected
      CreationDate AssnOwner AssnOwnerGuid RateScale BudgetCost BudgetWork OvertimeCost
      """,
    leftOut: [
      "Delay": (
        ["0"],
        .init(
          zh: "资源从任务开始到完成一直占用", en: "the resource is busy from the start of the task to its finish")
      ),
      "LevelingDelay": (["0"], .levelledAnew),
      "WorkContour": (
        ["0"], .init(zh: "资源从开始到完成平均占用", en: "the resource is busy evenly from start to finish")
      ),
      "OvertimeWork": (["PT0H0M0S"], .durationAsIs),
      "Hyperlink": ([], .leftOut), "HyperlinkAddress": ([], .leftOut),
      "HyperlinkSubAddress": ([], .leftOut), "Notes": ([], .leftOut),
      "ExtendedAttribute": ([], .leftOut),
    ])

  private static let calendar = KnownElements(
    "UID Name IsBaseCalendar BaseCalendarUID WeekDays Exceptions WorkWeeks",
    informative: "GUID Guid IsBaselineCalendar")
}

extension BilingualText {
  fileprivate static let outlineCodes = BilingualText(
    zh: "大纲代码未采用", en: "codes of the outline are left out")
  fileprivate static let durationAsIs = BilingualText(
    zh: "工期照原样采用", en: "the duration is taken as it stands")
  fileprivate static let levelledAnew = BilingualText(
    zh: "施工队重新排序，延迟未采用",
    en: "crews are put in order anew, so that the delay is left out")
}
