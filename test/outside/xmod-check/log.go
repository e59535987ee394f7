package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8
const width = 1 << height

// checkLog reads every entry and asks for its hash through TileHashReader, which believes a tile only when it leads to the signed root.
func checkLog(folder string, verifier note.Verifier) (string, error) {
	bytes, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return "", err
	}
	tree, err := openCheckpoint(bytes, verifier)
	if err != nil {
		return "", err
	}
	tiles := &tileFolder{folder: folder, read: map[string]bool{}}
	hashes := tlog.TileHashReader(tree, tiles)
	for first := int64(0); first < tree.N; first += width {
		leaves, err := readBundle(folder, first/width, min64(width, tree.N-first))
		if err != nil {
			return "", err
		}
		asked := make([]int64, len(leaves))
		for at := range leaves {
			asked[at] = tlog.StoredHashIndex(0, first+int64(at))
		}
		known, err := hashes.ReadHashes(asked)
		if err != nil {
			return "", err
		}
		for at, leaf := range leaves {
			if tlog.RecordHash(leaf) != known[at] {
				return "", fmt.Errorf("entry %d is not the one in the tree", first+int64(at))
			}
		}
	}
	// A tile that nobody asked for would be one that nobody checked.
	for _, tile := range tlog.NewTiles(height, 0, tree.N) {
		// Older versions of the package also name the narrower parts of a tile.
		hashes := tree.N >> (uint(tile.L) * height)
		isWidest := int64(tile.W) == min64(width, hashes-tile.N*width)
		if path := tilePath(tile); isWidest && !tiles.read[path] {
			return "", fmt.Errorf("tile %s was not checked", path)
		}
	}
	return fmt.Sprintf("log %s: %d entries, %d tiles, root %v", verifier.Name(), tree.N, len(tiles.read), tree.Hash), nil
}

// readBundle reads tile/entries: each entry behind its length, two bytes with the high one first.
func readBundle(folder string, index, count int64) ([][]byte, error) {
	path := filepath.Join("tile", "entries", number(index)+partial(int(count)))
	bytes, err := os.ReadFile(filepath.Join(folder, path))
	if err != nil {
		return nil, err
	}
	var leaves [][]byte
	for len(bytes) >= 2 {
		end := 2 + int(binary.BigEndian.Uint16(bytes))
		if end > len(bytes) {
			break
		}
		leaves = append(leaves, bytes[2:end])
		bytes = bytes[end:]
	}
	if len(bytes) > 0 || int64(len(leaves)) != count {
		return nil, fmt.Errorf("%s does not hold %d entries", path, count)
	}
	return leaves, nil
}

// tileFolder hands tiles of a folder to the package, and remembers which it asked for.
type tileFolder struct {
	folder string
	read   map[string]bool
}

func (f *tileFolder) Height() int                         { return height }
func (f *tileFolder) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (f *tileFolder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(tiles))
	for at, tile := range tiles {
		bytes, err := os.ReadFile(filepath.Join(f.folder, tilePath(tile)))
		if err != nil {
			return nil, err
		}
		all[at] = bytes
		f.read[tilePath(tile)] = true
	}
	return all, nil
}

// tilePath names a tile as C2SP tlog-tiles does: as Go's database does, without the height.
func tilePath(tile tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
}

func number(n int64) string {
	text := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		text = fmt.Sprintf("x%03d/%s", n%1000, text)
	}
	return text
}

func partial(count int) string {
	if count == width {
		return ""
	}
	return fmt.Sprintf(".p/%d", count)
}

func min64(one, other int64) int64 {
	if one < other {
		return one
	}
	return other
}
