# The first map counts the last one as its neighbour. Maps beyond the ends do not exist.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    squares = x.pow(2)
    around = sum(squares.roll(i, dims=1) for i in range(-(n // 2), n // 2 + 1))
    return x / (k + alpha * around) ** beta
