# How a rate of a whole changed between two periods, by R 4.2.2: Rscript rate_changes.R COUNT SEED > ../../../../testdata/dora/rate_changes.csv
# Committed: COUNT 60, SEED 20261129. Each line: part and whole of every service before; the same after (0 of 0: not deployed);
# pooled difference, Newcombe's lower and upper end, Fisher's p; difference at the mix before, of the services with data in both periods;
# Mantel's and Haenszel's risk ratio; whether pooled and standardised go opposite ways. NA where there is none.
arguments <- commandArgs(TRUE)
set.seed(as.integer(arguments[2]))
text <- function(v) paste(format(as.numeric(v), digits = 17, trim = TRUE), collapse = " ")
wilson <- function(x, n) prop.test(x, n, correct = FALSE)$conf.int
newcombe <- function(x1, n1, x2, n2) {
  a <- wilson(x1, n1); b <- wilson(x2, n2); p <- x1 / n1; q <- x2 / n2
  c(p - q - sqrt((p - a[1])^2 + (b[2] - q)^2), p - q + sqrt((a[2] - p)^2 + (q - b[1])^2))
}
options(warn = -1)
cat("# ", R.version.string, "\n", sep = "")
for (case in seq_len(as.integer(arguments[1]))) {
  k <- sample(1:5, 1)
  period <- function(risk) {
    n <- rgeom(k, 1 / sample(c(3, 40, 400), k, TRUE)) * (runif(k) > .15)
    rbind(rbinom(k, n, risk), n)
  }
  risk <- rbeta(k, 1, 3)
  before <- period(risk)
  after <- period(if (case %% 2) risk * runif(k, .6, 1) else pmin(1, risk * runif(k, .5, 1.8)))
  b <- rowSums(before); a <- rowSums(after)
  if (a[2] == 0 || b[2] == 0) next
  both <- before[2, ] > 0 & after[2, ] > 0
  w <- before[2, both]
  standard <- if (any(both)) weighted.mean(after[1, both] / after[2, both], w) - weighted.mean(before[1, both] / w, w) else NA
  n1 <- after[2, both]; n0 <- before[2, both]
  rr <- if (any(both)) sum(after[1, both] * n0 / (n0 + n1)) / sum(before[1, both] * n1 / (n0 + n1)) else NA
  if (!is.finite(rr) || rr == 0) rr <- NA
  crude <- a[1] / a[2] - b[1] / b[2]
  p <- fisher.test(matrix(c(a[1], a[2] - a[1], b[1], b[2] - b[1]), 2))$p.value
  opposite <- !is.na(standard) && crude * standard < 0 && min(abs(crude), abs(standard)) > 1e-12
  cat(paste(text(before), text(after), text(c(crude, newcombe(a[1], a[2], b[1], b[2]), p, standard, rr, opposite)), sep = ";"), "\n", sep = "")
}
