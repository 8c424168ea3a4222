import Foundation
import StenoJSON
import Testing

@Suite("JSON")
struct JSONTests {
    @Test("a quoted string is read back as it was, whatever is in it")
    func quoted() throws {
        let text = "say \"no\" \\ \n\r\t\u{1} ▁ 🎙"
        let json = Data(JSONText.quoted(text).utf8)
        #expect(try JSONDecoder().decode(String.self, from: json) == text)
        #expect(JSONText.quoted("a/b") == "\"a/b\"")
    }

    @Test("any value survives being written and read")
    func values() throws {
        let value = JSONValue.object([
            "null": .null, "flag": .bool(true), "count": .integer(3), "rate": .number(0.5),
            "name": .string("x"),
            "list": .array([.integer(1), .string("two")]),
        ])
        let copy = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
        #expect(copy == value)
        #expect("\(JSONValue.string("a"))" == "a" && "\(JSONValue.integer(2))" == "2")
    }
}
