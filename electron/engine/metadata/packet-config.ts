/** The name under which ExifTool hands over the XMP that is embedded in a file. */
export const PACKETS_TAG = 'SluiceXmpPackets'
/** Values of the tag begin with this, so that nothing in a file can be taken for it. */
export const PACKETS_MARK = 'sluice-xmp:'
/** Packets up to this size come along in the answer; larger ones are laid down in a file beside it. */
const INLINE_BYTES_MAX = 512 * 1024

/**
 * ExifTool's configuration (documented in its file `config_files/example.config`): one more tag, so that a single call
 * gives both the tags and the whole XMP blocks. Without it every file would have to be parsed twice.
 *
 * The value is `sluice-xmp:` and either `inline:<base64>,<base64>`, `file:<bytes>,<bytes>` (laid down in the file that
 * the user parameter SluicePacketsFile names), or `large:<bytes>` beyond the user parameter SluicePacketsMax.
 * XMP inside embedded documents (family 3 is not Main) is not the file's own.
 */
export const PACKETS_CONFIG = String.raw`
%Image::ExifTool::UserDefined = (
  'Image::ExifTool::Composite' => {
    ${PACKETS_TAG} => {
      Require => { 0 => 'XMP' },
      ValueConv => sub {
        my ($value, $et) = @_;
        my (@blocks, $bytes);
        for (my $i = 0; ; ++$i) {
          my $key = $i ? "XMP ($i)" : 'XMP';
          my $block = $$et{VALUE}{$key};
          last unless defined $block;
          my $doc = $et->GetGroup($key, 3);
          next unless not defined $doc or $doc eq 'Main' or $doc eq '';
          $block = $$block if ref $block eq 'SCALAR';
          next if ref $block;
          push @blocks, $block;
          $bytes += length $block;
        }
        return '${PACKETS_MARK}inline:' unless @blocks;
        return '${PACKETS_MARK}large:' . $bytes if $bytes > $et->Options(UserParam => 'SluicePacketsMax');
        if ($bytes <= ${INLINE_BYTES_MAX}) {
          return '${PACKETS_MARK}inline:' . join ',', map { Image::ExifTool::XMP::EncodeBase64($_, 1) } @blocks;
        }
        my $path = $et->Options(UserParam => 'SluicePacketsFile');
        open(my $out, '>', $path) or return '${PACKETS_MARK}large:' . $bytes;
        binmode $out;
        print $out @blocks;
        close($out) or return '${PACKETS_MARK}large:' . $bytes;
        return '${PACKETS_MARK}file:' . join ',', map { length $_ } @blocks;
      },
    },
  },
);
1;
`
