# Writes expected_polychoric.csv (set,name,value; NA where R has none). Rscript make_polychoric.R
suppressMessages(library(polycor)); options(warn = -1)
d <- read.csv("sheets.csv", na.strings = "", colClasses = "character"); con <- file("expected_polychoric.csv", "w")
writeLines(paste0("# ", R.version.string, "; polycor ", as.character(packageVersion("polycor")), "; command: Rscript make_polychoric.R"), con)
for (s in unique(d$set)) {
  q <- d[d$set == s, paste0("q", 1:7)]; q <- q[, sapply(q, function(x) !any(x == "-", na.rm = TRUE)), drop = FALSE]
  q <- as.data.frame(lapply(q, as.numeric)); q <- q[complete.cases(q), , drop = FALSE]
  r <- if (nrow(q) >= 2 && var(q[, 1]) > 0 && var(q[, 2]) > 0) tryCatch(polycor::polychor(q[, 1], q[, 2], ML = FALSE), error = function(e) NA) else NA
  writeLines(sprintf("%s,polychoric,%.12g", s, r), con)
}
close(con)
