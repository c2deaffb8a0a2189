# Reads one xunit XML report; prints "counts TOTAL PASSED FAILED SKIPPED", then a block per failed test and a line per skipped one.
# Portable awk: each record starts at a tag.
function attribute(name,    at, rest) {
    at = index($0, " " name "=\"")
    if (!at) return ""
    rest = substr($0, at + length(name) + 3)
    return text(substr(rest, 1, index(rest, "\"") - 1))
}
function text(s) {
    gsub(/\\&quot;|\\"|&quot;/, "\"", s); gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&apos;/, "'", s)
    gsub(/&#xA;|&#10;/, "\n", s); gsub(/&#xD;|&#13;/, "", s); gsub(/&amp;/, "\\&", s)
    return s
}
function content(    at) { at = index($0, ">"); return text(substr($0, at + 1)) }
function indented(s) { gsub(/\n/, "\n      ", s); return s }
BEGIN { RS = "<" }
/^assembly / {
    failed += attribute("failed") + attribute("errors"); passed += attribute("passed")
    skipped += attribute("skipped") + attribute("not-run"); total += attribute("total") + attribute("errors")
}
/^test / { name = attribute("name"); where = attribute("source-file") ":" attribute("source-line"); result = attribute("result"); message = ""; trace = "" }
/^error / { name = "(" attribute("type") ") " attribute("name"); where = ""; result = "Fail" }
/^message[ >]/ { message = content() }
/^stack-trace[ >]/ { trace = content() }
/^reason[ >]/ { message = content() }
/^!\[CDATA\[/ { s = substr($0, 9); sub(/\]\]>.*/, "", s); if (message == "") message = s; else if (trace == "") trace = s }
/^\/test>/ || /^\/error>/ {
    if (result == "Fail") out = out "  FAILED  " name "  (" where ")\n      " indented(message) "\n      " indented(trace) "\n"
    if (result == "Skip") out = out "  skipped " name ": " indented(message) "\n"
    result = ""
}
END { printf "counts %d %d %d %d\n%s", total, passed, failed, skipped, out }
