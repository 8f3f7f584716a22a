import ArgumentParser
import Foundation
import Testing

@testable import TorreyaCLI

/// The command lines of the pages are ones that the programs understand.
struct CommandLineTests {
  @Test(arguments: MarkdownPage.all)
  func torreyaParses(page: MarkdownPage) {
    for line in page.commandLines where line.words.first == "torreya" {
      let arguments = Array(line.words.dropFirst()).upToShellMark
      do {
        _ = try TorreyaCommand.parseAsRoot(arguments)
      } catch where TorreyaCommand.exitCode(for: error) == .success {
        // --help and --version end the parsing.
      } catch {
        Issue.record("\(page.name):\(line.number): \(TorreyaCommand.message(for: error))")
      }
    }
  }

  @Test(arguments: MarkdownPage.all)
  func makeTargetsExist(page: MarkdownPage) throws {
    let makefile = try String(contentsOf: repository.appending(path: "Makefile"), encoding: .utf8)
    let targets = makefile.split(separator: "\n")
      .compactMap { $0.firstMatch(of: #/^([a-z-]+):/#)?.1 }.map(String.init)
    for line in page.commandLines where line.words.first == "make" {
      for word in line.words.dropFirst() {
        #expect(targets.contains(word), "\(page.name):\(line.number): make \(word)")
      }
    }
  }

  @Test func thePagesShowTheCommands() throws {
    for name in ["README.md", "README.zh-CN.md"] {
      let words = try MarkdownPage(name).commandLines.map { $0.words.prefix(2).joined(separator: " ") }
      for command in ["make run", "make test", "torreya run", "torreya check", "torreya compare"] {
        #expect(words.contains(command), "\(name): \(command)")
      }
    }
  }
}

extension MarkdownPage {
  /// The command lines in shell blocks and in code spans, without what a comment says.
  fileprivate var commandLines: [(number: Int, words: [String])] {
    let inBlocks = blocks.filter { $0.language == "sh" }.flatMap { block in
      block.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        .map { (block.line + $0, String($1)) }
    }
    let inSpans = prose.flatMap { number, text in
      text.matches(of: #/`((?:torreya|make) [^`]+)`/#).map { (number, String($0.1)) }
    }
    return (inBlocks + inSpans).map { number, text in
      let command = text.split(separator: " #", maxSplits: 1).first ?? ""
      return (number, command.split(separator: " ").map(String.init))
    }.filter { !$0.words.contains("…") && !$0.words.contains { $0.hasPrefix("<") && $0.count > 1 } }
  }
}

extension [String] {
  /// The arguments before a redirection or a second command.
  fileprivate var upToShellMark: [String] {
    Array(prefix { !["<", ">", "|", "&&", ";"].contains($0) })
  }
}
