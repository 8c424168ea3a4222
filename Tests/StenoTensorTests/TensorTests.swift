import StenoTensor
import Testing

@Suite("Tensor")
struct TensorTests {
    @Test("elements come back in the order they were given")
    func roundTrip() {
        let tensor = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
        #expect(tensor.array == [1, 2, 3, 4, 5, 6])
        #expect(tensor.elements[4] == 5)
        #expect(tensor.shape[-1] == 3)
    }
}
