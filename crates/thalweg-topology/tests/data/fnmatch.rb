# Writes fnmatch.txt: what Ruby itself answers for patterns as GitLab hands them over.
# Run as: ruby fnmatch.rb > fnmatch.txt
FLAGS = File::FNM_PATHNAME | File::FNM_DOTMATCH
PIECES = ['a', 'b', '.a', 'ab', 'x.rb', '*', '**', '***', '?', '??', 'a*', '*a', '*.rb', 'a*b', '*a*', 'a?', '[ab]', '[!a]',
          '[^a]', '[a-c]', '[c-a]', '[]a]', '[a', '[a-]', '[-a]', '[]', '[!]', '[!]a]', '[\\]]', '[\\a-\\c]', '\\*', '\\a', '\\?', '\\\\', 'a\\', 'é', 'é*',
          '[é-ü]', '[!é]', '?b', 'a**b', '**b', 'b**', '[a/b]', '{a,b}', 'a\\/b', 'a\\ b', '#', '[a-c]*', '*[!b]', 'a[b', '*[b', '!a', '[*]', '[?]b'].freeze
PATHS = ['a', 'b', 'ab', '.a', 'x.rb', 'a/b', 'a/a', 'b/a', 'a/b/a', 'a/.a', '.a/a', '.a/.a/b', 'a/x.rb', 'a/b/x.rb', 'b/b/b/b', 'é', 'éb', 'a/é', 'ü',
         'a b', 'a/a b', '*', '?', '[a', 'a[b', ']', '-', 'c', 'ac', 'acb', '\\', 'a\\', '#', '!a', '{a,b}', 'a/b/c/a', 'a/a/a/a', 'aab/b', 'b/ab', 'aa', 'bb/x.rb', 'a/ab/b'].freeze

# What GitLab does to a pattern before it asks Ruby.
def meant(pattern)
  return '/**/*' if pattern == '*'
  text = pattern.sub(/\A\\#/, '#').gsub(/\\\s+/, ' ')
  text = "/**/#{text}" unless text.start_with?('/')
  text.end_with?('/') ? "#{text}**/*" : text
end

random = Random.new(20_261_124)
patterns = PIECES.dup
while patterns.size < 720
  parts = Array.new(1 + random.rand(4)) { PIECES[random.rand(PIECES.size)] }
  patterns |= ["#{'/' if random.rand(3) == 0}#{parts.join('/')}#{'/' if random.rand(5) == 0}"]
end
# These are no patterns in a file: a header, an exclusion, a comment, a ruling of its own, an escaped separator.
patterns.reject! { |pattern| pattern.start_with?('[', '!', '#') || pattern == '/' || pattern.end_with?('\\') }

puts "# ruby #{RUBY_VERSION}p#{RUBY_PATCHLEVEL}, `ruby fnmatch.rb`: File.fnmatch?(pattern, path, PATHNAME | DOTMATCH)"
puts "# paths, then per pattern one digit for each path (1: it matches)"
PATHS.each { |path| puts path }
puts
patterns.each do |pattern|
  bits = PATHS.map { |path| File.fnmatch?(meant(pattern), "/#{path}", FLAGS) ? 1 : 0 }.join
  puts "#{bits}\t#{pattern}"
end
