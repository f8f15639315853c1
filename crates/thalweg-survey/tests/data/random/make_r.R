# Writes expected_r.csv (set,name,value; NA where R has none). Rscript make_r.R
suppressMessages({library(psych); library(lavaan); library(lme4); library(multilevel); library(coin); library(exactRankTests)})
options(warn = -1)
d <- read.csv("sheets.csv", na.strings = "", colClasses = "character"); con <- file("expected_r.csv", "w")
v <- function(p) paste(p, as.character(packageVersion(p)))
writeLines(paste0("# ", R.version.string, "; ", paste(sapply(c("psych","lavaan","lme4","multilevel","coin","exactRankTests"), v), collapse = ", "), "; command: Rscript make_r.R"), con)
put <- function(s, name, x) writeLines(sprintf("%s,%s%s,%.15g", s, name, if (length(x) > 1) paste0(".", seq_along(x)) else "", x), con)
try1 <- function(e, k = 1) { x <- tryCatch(suppressMessages(e), error = function(c) rep(NA_real_, k)); if (length(x) != k || any(!is.finite(x))) x[!is.finite(x)] <- NA; x }
quiet <- function(e) { out <- NULL; capture.output(out <- suppressMessages(suppressWarnings(e))); out }
for (s in unique(d$set)) {
  part <- d[d$set == s, ]; q <- part[, paste0("q", 1:7)]; q <- q[, sapply(q, function(x) !any(x == "-", na.rm = TRUE)), drop = FALSE]
  q <- as.data.frame(lapply(q, as.numeric)); k <- ncol(q); g <- part$group; cc <- complete.cases(q); c_ <- q[cc, , drop = FALSE]; n <- nrow(c_)
  put(s, "n", n)
  S <- if (n >= 2) cov(c_) else matrix(NA, k, k); ok <- n >= 2 && sum(S) > 1e-9; varies <- n >= 2 && all(diag(S) > 0)
  put(s, "alpha", if (ok) k/(k-1) * (1 - sum(diag(S))/sum(S)) else NA)
  a <- if (ok && varies) tryCatch(quiet(psych::alpha(c_, check.keys = FALSE)), error = function(e) NULL) else NULL
  put(s, "psych.alpha", if (is.null(a)) NA else a$total$raw_alpha); put(s, "psych.std", if (is.null(a)) NA else a$total$std.alpha)
  put(s, "psych.rdrop", if (is.null(a)) rep(NA, k) else a$item.stats$r.drop)
  C <- if (n >= 2) tryCatch(cov(q, use = "pairwise"), error = function(e) matrix(NA, k, k)) else matrix(NA, k, k)
  put(s, "alpha.pairwise", if (!anyNA(C) && sum(C) > 1e-9) k/(k-1) * (1 - sum(diag(C))/sum(C)) else NA)
  off <- S; diag(off) <- 0
  put(s, "lambda2", if (ok) 1 - sum(diag(S))/sum(S) + sqrt(k/(k-1) * sum(off^2))/sum(S) else NA)
  inv <- if (ok && varies && n > k && min(eigen(cov2cor(S))$values) > 1e-7) solve(S) else NULL
  put(s, "lambda6", if (is.null(inv)) NA else 1 - sum(1/diag(inv))/sum(S))
  # psych 2.2.9 leaves out half of the splits where the number of items is odd; base R takes them all.
  sp <- if (ok && varies && k >= 4 && k %% 2 == 0) tryCatch(quiet(psych::splitHalf(c_, check.keys = FALSE, brute = TRUE, covar = TRUE)), error = function(e) NULL) else NULL
  put(s, "psych.split", if (is.null(sp)) rep(NA, 2) else c(sp$maxrb, sp$minrb))
  put(s, "split", if (ok) range(combn(k, k %/% 2, function(h) 4 * sum(S[h, -h])/sum(S))) else rep(NA, 2))
  om <- rep(NA, 2); hey <- NA
  if (ok && varies && k >= 3 && n > k && !is.null(inv)) {
    fit <- tryCatch(quiet(cfa(paste("f =~", paste(names(c_), collapse = " + ")), data = c_, std.lv = TRUE)), error = function(e) NULL)
    if (!is.null(fit) && lavInspect(fit, "converged")) { l <- lavInspect(fit, "est")$lambda[, 1]; th <- diag(lavInspect(fit, "est")$theta); hey <- min(th) / max(diag(S)); om[1] <- sum(l)^2/(sum(l)^2 + sum(th)) }
    m <- tryCatch(quiet(psych::fa(c_, nfactors = 1, fm = "minres", rotate = "none", warnings = FALSE)), error = function(e) NULL)
    if (!is.null(m)) { l <- m$loadings[, 1]; if (max(abs(l)) < 0.98) om[2] <- sum(l)^2/(sum(l)^2 + sum(1 - l^2)) }
  }
  put(s, "omega.lavaan", om[1]); put(s, "heywood", hey); put(s, "omega.minres", om[2])
  sc <- data.frame(y = rowMeans(c_), g = g[cc]); big <- table(sc$g); G <- length(big)
  icc <- rep(NA, 6)
  if (G >= 2 && n > G && var(sc$y) > 0) {
    ms <- summary(aov(y ~ factor(g), sc))[[1]][["Mean Sq"]]; n0 <- (n - sum(big^2)/n)/(G - 1)
    if (length(ms) == 2 && ms[2] > 1e-12) {
      f <- ms[1]/ms[2]; nb <- n/G
      icc[1:4] <- c((ms[1]-ms[2])/(ms[1]+(nb-1)*ms[2]), (ms[1]-ms[2])/(ms[1]+(n0-1)*ms[2]), (ms[1]-ms[2])/ms[1], pf(f, G-1, n-G, lower.tail = FALSE))
      r <- tryCatch(suppressWarnings(suppressMessages(lmer(y ~ 1 + (1 | g), sc, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12))))), error = function(e) NULL)
      if (!is.null(r)) icc[5:6] <- as.data.frame(VarCorr(r))$vcov
    }
  }
  put(s, "icc", icc)
  A <- as.numeric(part$points[1]); groups <- sort(unique(g[cc]))
  for (h in groups) { x <- c_[g[cc] == h, , drop = FALSE]; if (nrow(x) < 2) { put(s, paste0("rwg.", h), NA); next }
    put(s, paste0("rwg.", h), max(0, tryCatch(rwg.j(x, rep(1, nrow(x)), ranvar = (A^2 - 1)/12)$rwg.j, error = function(e) NA)))
    put(s, paste0("ad.", h), c(mean(apply(x, 2, function(z) mean(abs(z - mean(z))))), mean(apply(x, 2, function(z) mean(abs(z - median(z))))))) }
  put(s, "irv.sum", sum(apply(q, 1, sd, na.rm = TRUE), na.rm = TRUE))
  put(s, "longstring.sum", sum(apply(q, 1, function(z) { z[is.na(z)] <- -seq_len(sum(is.na(z))); m <- rle(z); max(c(0, m$lengths[m$values > 0])) })))
  put(s, "mahalanobis.max", if (!is.null(inv)) max(mahalanobis(c_, colMeans(c_), S)) else NA)
}
w <- read.csv("waves.csv", colClasses = "character"); num <- function(x) as.numeric(strsplit(x, " ")[[1]])
for (i in seq_len(nrow(w))) {
  s <- paste0("w", w$set[i]); b <- num(w$before[i]); a <- num(w$after[i]); y <- c(a, b); f <- factor(c(rep("a", length(a)), rep("b", length(b))))
  alike <- length(unique(y)) == 1
  put(s, "mw.coin", if (alike) NA else if (length(y) <= 50) try1(as.numeric(pvalue(wilcox_test(y ~ f, distribution = "exact")))) else NA)
  put(s, "mw.exactRankTests", if (alike || length(y) > 50) NA else try1(exactRankTests::wilcox.exact(a, b)$p.value))
  put(s, "hl", median(outer(a, b, "-")))
  put(s, "delta", mean(sign(outer(a, b, "-"))))
  if (length(a) == length(b)) { dd <- a - b; z <- all(dd == 0)
    put(s, "sr.wilcoxon", if (z) NA else try1(as.numeric(pvalue(wilcoxsign_test(a ~ b, distribution = "exact", zero.method = "Wilcoxon")))))
    put(s, "sr.pratt", if (z) NA else try1(as.numeric(pvalue(wilcoxsign_test(a ~ b, distribution = "exact", zero.method = "Pratt")))))
    put(s, "sr.exactRankTests", if (z) NA else try1(exactRankTests::wilcox.exact(a, b, paired = TRUE)$p.value))
    o <- outer(dd, dd, "+")/2; put(s, "walsh", median(o[upper.tri(o, diag = TRUE)])) }
}
close(con)
