import Foundation
import StenoCorpora
import Testing

@Suite("A tree of files")
struct FileTreeTests {
    let corpus: CorpusFolder

    init() throws {
        corpus = try CorpusFolder()
    }

    @Test("is sorted, without hidden files, and the same through a link")
    func listing() throws {
        for path in ["real/b.txt", "real/a/c.wav", "real/a/._c.wav", "real/.git/x.wav"] {
            try corpus.text(path, "")
        }
        let link = corpus.url.appending(path: "link")
        try FileManager.default.createSymbolicLink(
            at: link, withDestinationURL: corpus.url.appending(path: "real"))
        #expect(try FileTree(link).paths.filter { $0.pathExtension != "" } == ["a/c.wav", "b.txt"])
    }

    @Test("finds audio by its name without extension, in capitals too")
    func audio() {
        let tree = FileTree(URL(filePath: "/corpus"), paths: ["a/x.FLAC", "a/x.txt", "a/y.b.wav"])
        #expect(tree.audio(stem: "a/x")?.path == "/corpus/a/x.FLAC")
        #expect(tree.audio(stem: "a/y.b")?.path == "/corpus/a/y.b.wav")
        #expect(tree.audio(stem: "a/z") == nil)
    }

    @Test(
        "numbers lines, passes over empty ones and a byte-order mark, and keeps odd separators inside a line")
    func lines() throws {
        try corpus.text("list", "\u{FEFF}one\r\n\r\ntwo\u{2028}still two\n \nthree")
        let lines = try FileTree(corpus.url).lines(of: "list")
        #expect(lines.map(\.number) == [1, 3, 5])
        #expect(lines.map { String($0.text) } == ["one", "two\u{2028}still two", "three"])
    }

    @Test("names a folder that is not there and a file that is no text")
    func faults() throws {
        #expect(throws: CorpusError.self) { try FileTree(corpus.url.appending(path: "none")) }
        try Data([0xFF, 0xFE, 0x41]).write(to: corpus.url.appending(path: "list"))
        let error = #expect(throws: CorpusError.self) { try FileTree(corpus.url).lines(of: "list") }
        #expect(error?.fact == "cannot be read as UTF-8 text")
    }
}

extension String {
    fileprivate var pathExtension: String { (self as NSString).pathExtension }
}
