/// The element types of the safetensors format that Steno reads; it writes `F32` and `I8`.
public enum ElementType: String, Codable, Sendable {
    /// IEEE single precision, half precision, and the upper half of single precision.
    case float32 = "F32", float16 = "F16", bfloat16 = "BF16", float64 = "F64"
    /// Signed integers.
    case int8 = "I8", int16 = "I16", int32 = "I32", int64 = "I64"
    /// Unsigned integers and truth values.
    case uint8 = "U8", bool = "BOOL"

    /// Bytes of one element.
    public var byteCount: Int {
        switch self {
        case .int8, .uint8, .bool: 1
        case .float16, .bfloat16, .int16: 2
        case .float32, .int32: 4
        case .float64, .int64: 8
        }
    }
}
