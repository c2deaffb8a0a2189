using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Steffi.Flows;

/// <summary>A file mapped into memory: walked where the kernel's page cache has it, no copy.</summary>
internal sealed unsafe class MappedBytes : ByteWindow
{
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly SafeMemoryMappedViewHandle handle;

    /// <param name="file">Not empty; it is this object's from now on.</param>
    public MappedBytes(FileStream file)
    {
        long length = file.Length;
        map = MemoryMappedFile.CreateFromFile(file, null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        handle = view.SafeMemoryMappedViewHandle;
        byte* first = null;
        handle.AcquirePointer(ref first);
        Next = first;
        End = first + length;
        Length = length;
    }

    public override long? Length { get; }

    protected override bool Fill(int count) => false;

    public override void Dispose()
    {
        if (Next is null)
            return;
        Next = End = null;
        handle.ReleasePointer();
        view.Dispose();
        map.Dispose();
    }
}
