import Foundation
import StenoText
import Testing

struct TextNormalizerTests {
    @Test(
        "texts become bare words",
        arguments: [
            ("Hello,world!  How\tare you?", "hello world how are you"),
            ("Don\u{2019}t \u{2018}quote\u{2019} me", "don't quote me"),
            ("'Tis the boys' \u{201C}game\u{201D}", "tis the boys game"),
            ("twenty-one \u{2014} no, 3.5 or 1,000.", "twenty one no 3.5 or 1,000"),
            ("R&D 100% me@home #1 £5", "r&d 100% me@home #1 £5"),
            ("U.S.A.", "u s a"),
            ("e\u{301}te\u{301} soft\u{AD}hyphen", "\u{E9}t\u{E9} softhyphen"),
            ("", ""), ("...", ""),
        ])
    func bareWords(text: String, expected: String) {
        let normal = TextNormalizer().normalize(text)
        #expect(Array(normal.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(
        "other languages keep their letters and marks",
        arguments: [
            ("Über den Wolken, groß!", "über den wolken groß"), ("L’été à Besançon.", "l'été à besançon"),
            ("यह एक वाक्य है।", "यह एक वाक्य है"), ("これは、文です。", "これは 文です"), ("هل هذا نص؟", "هل هذا نص"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"), ("Где ты?", "где ты"), ("İstanbul'da", "i̇stanbul'da"),
        ])
    func languages(text: String, expected: String) {
        #expect(TextNormalizer().normalize(text) == expected)
    }

    @Test("case, punctuation and apostrophes are as asked")
    func options() {
        let text = "Don't \u{201C}stop\u{201D}, the boys' 'game'!"
        #expect(TextNormalizer(letterCase: .upper).normalize(text) == "DON'T STOP THE BOYS GAME")
        #expect(
            TextNormalizer(letterCase: .kept, punctuation: .kept).normalize(text)
                == "Don't \u{201C}stop\u{201D}, the boys' 'game'!")
        #expect(TextNormalizer(apostrophes: .removed).normalize(text) == "dont stop the boys game")
        #expect(TextNormalizer(apostrophes: .kept).normalize(text) == "don't stop the boys' 'game'")
    }

    @Test("what is normal stays as it is", arguments: ["don't stop", "l'été 3.5", "यह एक वाक्य है", "r&d"])
    func idempotent(text: String) {
        #expect(TextNormalizer().normalize(text) == text)
    }

    @Test("options are written and read, and missing ones have their defaults")
    func coding() throws {
        let options = TextNormalizer(letterCase: .upper, apostrophes: .kept)
        let data = try JSONEncoder().encode(options)
        #expect(try JSONDecoder().decode(TextNormalizer.self, from: data) == options)
        let partial = try JSONDecoder().decode(
            TextNormalizer.self, from: Data(#"{"letter_case":"upper"}"#.utf8))
        #expect(partial == TextNormalizer(letterCase: .upper))
    }
}
