# For eng/layers and eng/figures: parses C# far enough to remove comments and the text of strings. Code inside interpolated strings is kept.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));

sub read_file {
    my ($path) = @_;
    open my $file, '<', $path or die "$path: $!\n";
    local $/;
    my $text = <$file> // '';
    $text =~ s/^\x{FEFF}//;
    $text =~ s/\r\n/\n/g;
    return $text;
}

# The hand-written .cs files below a folder, with paths relative to it.
sub sources {
    my ($root) = @_;
    my @files = grep { !m{/(?:obj|bin)/} } split /\n/, `find "$root" -name '*.cs' -type f | LC_ALL=C sort`;
    utf8::decode($_) for @files;
    return map { s{^\Q$root\E/}{}r } @files;
}

# The code only. A string becomes "", followed by its interpolated code in parentheses. Line breaks are kept.
sub code_of {
    my ($text) = @_;
    pos($text) = 0;
    return scan(\$text, 0);
}

sub newlines { return "\n" x ($_[0] =~ tr/\n//) }

# Reads to the end, or inside interpolated code to its closing braces.
sub scan {
    my ($text, $braces) = @_;
    my ($out, $depth) = ('', 0);
    while (pos($$text) < length $$text) {
        if ($$text =~ m{\G//[^\n]*}gc) { next }
        if ($$text =~ m{\G(/\*.*?\*/)}gcs) { $out .= newlines($1); next }
        if ($$text =~ m{\G(?<![^\n])[ \t]*#[^\n]*}gc) { next }
        if ($$text =~ m{\G'(?:[^'\\\n]|\\.[^'\n]*)'}gc) { $out .= "' '"; next }
        if ($$text =~ m{\G(\$*)("""+)}gc) { $out .= raw($text, length $1, $2); next }
        if ($$text =~ m{\G(\$@|@\$|\$|@|)"}gc) { $out .= quoted($text, $1); next }
        if ($braces) {
            if ($depth == 0 && $$text =~ m/\G\}{$braces}/gc) { return $out }
            if ($depth == 0 && $$text =~ m/\G:(?!:)/gc) {
                $$text =~ m/\G[^}]*/gc;
                next;
            }
            $depth++ if $$text =~ m/\G(?=[({\[])/;
            $depth-- if $$text =~ m/\G(?=[)}\]])/;
        }
        $$text =~ m/\G(\w+|\s+|.)/gcs;
        $out .= $1;
    }
    return $out;
}

sub quoted {
    my ($text, $prefix) = @_;
    my ($is_verbatim, $has_holes, $out) = (index($prefix, q(@)) >= 0, index($prefix, q($)) >= 0, q(""));
    while (pos($$text) < length $$text) {
        if ($is_verbatim ? $$text =~ m/\G""/gc : $$text =~ m/\G\\./gcs) { next }
        if ($$text =~ m/\G"/gc) { last }
        if ($has_holes && $$text =~ m/\G(?:\{\{|\}\})/gc) { next }
        if ($has_holes && $$text =~ m/\G\{/gc) { $out .= '(' . scan($text, 1) . ')'; next }
        $$text =~ m/\G(.)/gcs;
        $out .= "\n" if $1 eq "\n";
    }
    return $out;
}

sub raw {
    my ($text, $dollars, $quotes) = @_;
    my $out = '""';
    while (pos($$text) < length $$text) {
        if ($$text =~ m/\G$quotes(?!")/gc) { last }
        if ($dollars && $$text =~ m/\G\{{$dollars}(?!\{)/gc) { $out .= '(' . scan($text, $dollars) . ')'; next }
        $$text =~ m/\G(.)/gcs;
        $out .= "\n" if $1 eq "\n";
    }
    return $out;
}

my $kind = qr/(?:record\s+class|record\s+struct|class|struct|record|interface|enum)/;

# The types that the code declares at top level: name => 1 if public.
sub types_of {
    my ($code) = @_;
    my %types;
    1 while $code =~ s/\{[^{}]*\}/;/;
    while ($code =~ /(?<![\w.])((?:[a-z]\w*\s+)*)$kind\s+(\w+)/g) { my ($modifiers, $name) = ($1, $2); $types{$name} = $modifiers =~ m{\bpublic\b} ? 1 : 0 }
    while ($code =~ /(?<![\w.])((?:[a-z]\w*\s+)*)delegate\s[^;({]*?(\w+)\s*(?:<[^>(]*>)?\s*\(/g) { my ($modifiers, $name) = ($1, $2); $types{$name} = $modifiers =~ m{\bpublic\b} ? 1 : 0 }
    return %types;
}

my %before_a_type = map { $_ => 1 } qw(
    public internal private protected static sealed abstract override virtual async readonly required new ref out in params this const partial event extern unsafe
    is as not or and return throw await case when where else typeof default using foreach var operator implicit explicit init get set record class struct
);

# The names in the code that mean a type, as far as that is clear without a compiler: not a member after a dot, not a member that is declared, set or named,
# and not a property of this file before a dot.
sub names_in {
    my ($code) = @_;
    $code =~ s/^\s*(?:global\s+)?using\s+(?!var\b|\()[\w.=\s]+;//gm;
    my (%names, %members);
    $members{$1} = 1 while $code =~ /[\w>?\]]\s+([A-Z]\w*)\s*\{\s*(?:get|init|set)\b/g;
    while ($code =~ /(?<![\w.])([A-Z]\w*)/g) {
        my ($name, $start, $after) = ($1, $-[1], substr $code, $+[1], 40);
        my $before = $start > 80 ? substr $code, $start - 80, 80 : substr $code, 0, $start;
        next if $names{$name};
        next if $after =~ /^\s*(?:=(?![=>])|=>|:(?!:)|\{\s*(?:get|set|init)\b)/;
        next if $members{$name} && $after =~ /^\??\./;
        next if $before =~ /(\w+)\s+$/ && !$before_a_type{$1};
        next if $before =~ /(?:\w|[>\])])\?\s+$/ || $before =~ /[\w>?\])]>\s+$/ || $before =~ /\[\]\??\s+$/;
        $names{$name} = 1;
    }
    return keys %names;
}

# Which folder of a project depends on which: { from => { to => { "file: Type" => 1 } } }, with "." for files beside the folders.
sub folder_graph {
    my ($root) = @_;
    my (%code, %folder_of, %graph);
    for my $file (sources($root)) {
        $code{$file} = code_of(read_file("$root/$file"));
        my ($folder) = $file =~ m{^([^/]+)/} ? $1 : '.';
        $graph{$folder} //= {};
        $folder_of{$_} = $folder for keys %{ { types_of($code{$file}) } };
    }
    for my $file (keys %code) {
        my ($from) = $file =~ m{^([^/]+)/} ? $1 : '.';
        for my $name (names_in($code{$file})) {
            my $to = $folder_of{$name} // next;
            $graph{$from}{$to}{"$file: $name"} = 1 if $from ne $to;
        }
    }
    return \%graph;
}

# The cycles of a graph: lists of folders in which each reaches all others.
sub circles {
    my ($graph) = @_;
    my %reach;
    for my $start (keys %$graph) {
        my @next = keys %{ $graph->{$start} };
        while (defined(my $folder = shift @next)) { push @next, keys %{ $graph->{$folder} } unless $reach{$start}{$folder}++ }
    }
    my (%seen, @circles);
    for my $folder (sort keys %$graph) {
        next if $seen{$folder};
        my @circle = grep { $_ eq $folder || $reach{$folder}{$_} && $reach{$_}{$folder} } sort keys %$graph;
        $seen{$_} = 1 for @circle;
        push @circles, \@circle if @circle > 1;
    }
    return sort { @$b <=> @$a } @circles;
}

# The lines of conditional expressions nested in another one. A nullable type has no space before its question mark. The inside of a call or lambda counts separately.
sub nested_ternaries {
    my ($code) = @_;
    my ($line, $previous, @nested) = (1, '');
    my @frames = ({ open => 0, is_part => 0 });
    while ($code =~ /\G(\s*)(\w+|=>|\?\?=?|\?\.|.)/gcs) {
        my ($space, $token) = ($1, $2);
        $line += $space =~ tr/\n//;
        if ($token eq '?' && $space ne '' && $code =~ /\G\s/) {
            push @nested, $line if $frames[-1]{open} || $frames[-1]{is_part} && $frames[-2]{open};
            $frames[-1]{open}++;
        }
        elsif ($token =~ /^(?:[,;]|=>)$/) { $frames[-1]{open} = 0 }
        elsif ($token =~ /^[({\[]$/) {
            my $is_part = $token eq '(' && $previous !~ /^(?:\w+|[)\]>])$/ && ($frames[-1]{open} || $frames[-1]{is_part});
            push @frames, { open => $is_part ? $frames[-1]{open} : 0, is_part => $is_part };
        }
        elsif ($token =~ /^[)}\]]$/ && @frames > 1) { pop @frames }
        $previous = $token;
    }
    return @nested;
}

1;
