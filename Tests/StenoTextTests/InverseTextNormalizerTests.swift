import StenoText
import Testing

struct InverseTextNormalizerTests {
    @Test(
        "numbers become digits",
        arguments: [
            ("twenty one", "21"), ("twenty-one days", "21 days"), ("ten", "10"), ("ninety nine", "99"),
            ("one hundred", "100"), ("three hundred and five", "305"), ("nineteen hundred", "1900"),
            ("two thousand five", "2005"), ("two thousand and nineteen", "2019"),
            ("one million two hundred thousand and six", "1200006"), ("six hundred thousand", "600000"),
            ("Twenty One", "21"), ("minus forty", "-40"),
            ("twenty first", "21st"), ("the twelfth", "the 12th"), ("one hundred and third", "103rd"),
            ("one hundredth", "100th"), ("thirtieth", "30th"), ("two thousand and eleventh", "2011th"),
            ("nineteen eighty four", "1984"), ("in twenty twenty", "in 2020"), ("twenty twenty one", "2021"),
            ("nineteen oh five", "1905"), ("ten sixty six", "1066"),
            ("three point one four", "3.14"), ("zero point five", "0.5"), ("minus two point oh one", "-2.01"),
            ("twenty two point five percent", "22.5 percent"),
            ("call five five five oh one nine nine", "call 5550199"),
            ("one hundred two hundred", "100 200"), ("two thousand three thousand", "2000 3000"),
            ("one hundred two thousand", "102000"), ("twenty one and thirty", "21 and 30"),
        ])
    func numbers(spoken: String, written: String) {
        #expect(InverseTextNormalizer().normalize(spoken) == written)
    }

    @Test(
        "what is no number, or better left a word, stays",
        arguments: [
            "one of them", "no one said so", "two or three", "the second time", "first things first", "oh no",
            "and then", "a point", "point five", "hundred", "one two", "forty-ish", "",
            "the hundred years war",
        ])
    func unchanged(text: String) {
        #expect(InverseTextNormalizer().normalize(text) == text)
    }

    @Test("words of any kind are joined over exactly the words that say the number")
    func spans() {
        let words = [("it", 0), ("is", 1), ("nineteen", 2), ("eighty", 3), ("four", 4), ("now", 5)]
        let result = InverseTextNormalizer().apply(to: words, text: \.0) { span, text in
            (text, (span.first?.1 ?? 0) * 10 + (span.last?.1 ?? 0))
        }
        #expect(result.map(\.0) == ["it", "is", "1984", "now"])
        #expect(result.map(\.1) == [0, 1, 24, 5])
    }
}
