import ArgumentParser
import Foundation
import Testing

@testable import TorreyaCLI

/// The command lines of the pages are ones that the programs understand.
struct CommandLineTests {
  @Test(arguments: MarkdownPage.all)
  func torreyaParses(page: MarkdownPage) {
    for line in page.shellLines where line.words.first == "torreya" {
      do {
        _ = try TorreyaCommand.parseAsRoot(line.words.dropFirst().upToShellMark)
      } catch where TorreyaCommand.exitCode(for: error) == .success {
        // --help and --version end the parsing.
      } catch {
        Issue.record("\(page.name):\(line.number): \(TorreyaCommand.message(for: error))")
      }
    }
  }

  /// A command that the text mentions may lack its arguments; its options must exist.
  @Test(arguments: MarkdownPage.all)
  func mentionedCommandsExist(page: MarkdownPage) {
    for line in page.mentions where line.words.first == "torreya" {
      var help = TorreyaCommand.helpMessage()
      if let name = line.words.dropFirst().first, !name.hasPrefix("-") {
        let command = TorreyaCommand.configuration.subcommands
          .first { $0.configuration.commandName == name }
        #expect(command != nil, "\(page.name):\(line.number): torreya \(name)")
        guard let command else { continue }
        help = TorreyaCommand.helpMessage(for: command)
      }
      for option in line.words where option.hasPrefix("--") {
        #expect(
          help.contains(option) || option == "--generate-completion-script",
          "\(page.name):\(line.number): \(option)")
      }
    }
  }

  @Test(arguments: MarkdownPage.all)
  func makeTargetsExist(page: MarkdownPage) throws {
    let makefile = try String(contentsOf: repository.appending(path: "Makefile"), encoding: .utf8)
    let targets = makefile.split(separator: "\n")
      .compactMap { $0.firstMatch(of: #/^([a-z-]+):/#)?.1 }.map(String.init)
    for line in page.shellLines + page.mentions where line.words.first == "make" {
      for word in line.words.dropFirst() {
        #expect(targets.contains(word), "\(page.name):\(line.number): make \(word)")
      }
    }
  }

  @Test func thePagesShowTheCommands() throws {
    for name in ["README.md", "README.zh-CN.md"] {
      let words = try MarkdownPage(name).shellLines
        .map { $0.words.prefix(2).joined(separator: " ") }
      for command in ["make run", "make test", "torreya run", "torreya check", "torreya compare"] {
        #expect(words.contains(command), "\(name): \(command)")
      }
    }
  }
}

extension MarkdownPage {
  fileprivate typealias CommandLine = (number: Int, words: [String])

  /// The lines of shell blocks, without comments; those that a backslash continues as one.
  fileprivate var shellLines: [CommandLine] {
    blocks.filter { $0.language == "sh" }.flatMap { block in
      var lines: [CommandLine] = []
      var isContinued = false
      for (number, line) in block.text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        let words = String(line).commandWords
        if isContinued, let last = lines.indices.last {
          lines[last].words += words
        } else {
          lines.append((block.line + number, words))
        }
        isContinued = words.last == "\\"
        if isContinued, let last = lines.indices.last { lines[last].words.removeLast() }
      }
      return lines
    }
  }

  /// The commands in code spans.
  fileprivate var mentions: [CommandLine] {
    prose.flatMap { number, text in
      text.matches(of: #/`((?:torreya|make) [^`]+)`/#)
        .map { (number, String($0.1).commandWords) }
    }
  }
}

extension String {
  fileprivate var commandWords: [String] {
    let command = split(separator: " #", maxSplits: 1).first ?? ""
    // Blanks within quotes part no words.
    let parts = command.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.enumerated().flatMap { place, part in
      place % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
    }
  }
}

extension Sequence<String> {
  /// The arguments before a redirection or a second command.
  fileprivate var upToShellMark: [String] {
    Array(prefix { !["<", ">", "|", "&&", ";"].contains($0) })
  }
}
