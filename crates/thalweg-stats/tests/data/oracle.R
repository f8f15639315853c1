# Reference values by R 4.2.2 with survival 3.5.3, coin 1.4.2 and exactRankTests 0.8.35: Rscript oracle.R > oracle_r.csv
# Each line: what; arguments, lists separated by blanks; expected numbers (NA where there is none).
suppressMessages({library(survival); library(coin); library(exactRankTests)})
set.seed(20261125)
text <- function(v) paste(format(as.numeric(v), digits = 17, trim = TRUE), collapse = " ")
row <- function(what, ...) cat(paste(c(what, sapply(list(...), text)), collapse = ";"), "\n", sep = "")

sixmp <- list(t = c(6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35),
              e = c(1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0))
placebo <- list(t = c(1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23), e = rep(1, 21))
random <- lapply(1:3, function(i) { n <- c(30, 80, 200)[i]; t <- round(rexp(n, 0.1), c(0, 1, 3)[i]); list(t = t, e = rbinom(n, 1, c(.9, .6, .3)[i])) })
sets <- c(list(sixmp, placebo, list(t = c(1, 2, 4, 8), e = rep(1, 4)), list(t = c(3, 3, 3), e = c(1, 0, 1))), random)
for (s in sets) {
  fit <- survfit(Surv(s$t, s$e) ~ 1, conf.type = "log-log")
  for (time in unique(c(0.5, s$t[s$e == 1], max(s$t)))) {
    at <- summary(fit, times = time, extend = TRUE)
    row("survival", s$t, s$e, time, at$surv)
    if (at$surv > 0 && at$surv < 1) row("survival_interval", s$t, s$e, time, c(at$lower, at$upper))
  }
  # R takes the midpoint to the last observation where S equals the level and no event follows; ours is open then.
  for (q in c(.25, .4, .5, .75)) {
    at <- quantile(fit, q)
    row("survival_quantile", s$t, s$e, q, c(at$quantile, at$lower, at$upper))
  }
  for (tau in unique(c(max(median(s$t), min(s$t) + .5), max(s$t)))) {
    if (tau > max(s$t)) next
    m <- summary(fit, rmean = tau)$table
    row("restricted_mean", s$t, s$e, tau, c(m["rmean"], m["se(rmean)"]))
  }
}
compare <- function(a, b) {
  d <- survdiff(Surv(c(a$t, b$t), c(a$e, b$e)) ~ rep(1:2, c(length(a$t), length(b$t))))
  row("log_rank", a$t, a$e, b$t, b$e, c(d$obs[1], d$exp[1], d$chisq, pchisq(d$chisq, 1, lower.tail = FALSE)))
}
compare(sixmp, placebo); compare(random[[1]], random[[2]]); compare(random[[3]], random[[2]])
a <- random[[1]]; b <- random[[2]]; c <- sixmp; d <- placebo
n <- sapply(list(a$t, b$t, c$t, d$t), length)
s <- survdiff(Surv(c(a$t, b$t, c$t, d$t), c(a$e, b$e, c$e, d$e)) ~ rep(c(1, 2, 1, 2), n) + strata(rep(c(1, 1, 2, 2), n)))
row("stratified", a$t, a$e, b$t, b$e, c$t, c$e, d$t, d$e, c(sum(s$obs[1, ]), sum(s$exp[1, ]), s$chisq, pchisq(s$chisq, 1, lower.tail = FALSE)))

for (v in list(c(155, 12, 51, 6), c(0, 3, 5, 4), c(5, 4, 0, 3), c(12, 1, 30, 1.5), c(9000, 1, 10000, 1), c(1, 1, 1, 2))) {
  r <- poisson.test(v[c(1, 3)], v[c(2, 4)])
  row("rate_ratio", v, c(r$estimate, r$conf.int, r$p.value))
}
ranked <- list(list(c(1, 2, 3), c(4, 5, 6)), list(c(1, 2, 2, 5), c(2, 3, 3, 6, 7)), list(c(1, 1, 2), c(1, 2, 2, 3, 3, 3)),
               list(round(rnorm(15), 1), round(rnorm(20, .5), 1)), list(sample(1:5, 22, TRUE), sample(2:6, 24, TRUE)), list(rnorm(9), rnorm(14, .8)))
for (v in ranked) {
  x <- v[[1]]; y <- v[[2]]
  p <- pvalue(coin::wilcox_test(c(x, y) ~ factor(rep(1:2, c(length(x), length(y)))), distribution = "exact"))
  row("mann_whitney_exact", x, y, p)
}
x <- rnorm(12); y <- rnorm(17, .4)
w <- wilcox.test(x, y, conf.int = TRUE, exact = TRUE)
row("hodges_lehmann_exact", x, y, c(w$estimate, w$conf.int, w$p.value))
x <- rnorm(5); y <- rnorm(4, .4)
w <- wilcox.test(x, y, conf.int = TRUE, exact = TRUE)
row("hodges_lehmann_exact", x, y, c(w$estimate, w$conf.int, w$p.value))
for (d in list(c(1, 2, 3, 4, 5), c(-1, 1, 2, 2, 3, -4, 5, 6), c(0, 0, 1, -2, 3, 3, 4, -1, 2), c(0, 1, 1, 1, 1), sample(-3:5, 30, TRUE))) {
  row("signed_rank_pratt", d, pvalue(coin::wilcoxsign_test(d ~ rep(0, length(d)), distribution = "exact", zero.method = "Pratt")))
  row("signed_rank_wilcoxon", d, exactRankTests::wilcox.exact(d)$p.value)
}
for (p in list(c(.01, .04, .03), runif(12)^2)) { row("holm", p, p.adjust(p, "holm")); row("benjamini_hochberg", p, p.adjust(p, "BH")) }
for (n in c(5, 8, 10)) { y <- rnorm(n); row("kendall_exact", y, cor.test(1:n, y, method = "kendall", exact = TRUE)$p.value) }
tables <- c(4, 20, 9, 25, 10, 40, 12, 30, 3, 9, 8, 18)
m <- matrix(tables, 4)
a3 <- array(rbind(m[1, ], m[3, ], m[2, ] - m[1, ], m[4, ] - m[3, ]), c(2, 2, 3))
h <- mantelhaen.test(a3, correct = FALSE)
row("mantel_haenszel_odds", tables, c(h$estimate, h$conf.int, h$p.value))
